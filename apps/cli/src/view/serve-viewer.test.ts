import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createViewerServer } from './serve-viewer.js'

const parent = mkdtempSync(join(tmpdir(), 'digon view '))
const folder = join(parent, 'viewer')
const server = createViewerServer(folder)
let port: number

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'engine.wasm'), '\0asm')
  writeFileSync(join(parent, 'secret.txt'), 'secret')
  mkdirSync(`${folder}-other`)
  writeFileSync(join(`${folder}-other`, 'secret.txt'), 'secret')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.close()
  rmSync(parent, { recursive: true })
})

/** The path goes out as it is; `fetch` would tidy it up first. */
async function ask(path: string, method = 'GET') {
  const asked = request({ host: '127.0.0.1', port, path, method }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

test('the page is served isolated, so that workers may share memory, and may load nothing from elsewhere', async () => {
  const { status, headers, body } = await ask('/?seed=1')
  expect(status).toBe(200)
  expect(body).toBe('<!doctype html>')
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  })
  expect(headers['content-security-policy']).toContain("default-src 'self'")
})

test('engines are served as WebAssembly, which browsers insist on', async () => {
  const { headers, body } = await ask('/assets/engine.wasm')
  expect(headers['content-type']).toBe('application/wasm')
  expect(body).toBe('\0asm')
})

test('HEAD has no body, and nothing can be written', async () => {
  expect(await ask('/', 'HEAD')).toMatchObject({ status: 200, body: '' })
  expect((await ask('/', 'POST')).status).toBe(405)
})

test('nothing outside the folder is served, however it is asked for', async () => {
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/../viewer-other/secret.txt',
    '/assets',
    '/assets/',
    '/no-such-file',
    '/%00',
    '/%',
  ]) {
    const { status, body } = await ask(path)
    expect([path, status, body]).toEqual([path, 404, 'not found\n'])
  }
})
