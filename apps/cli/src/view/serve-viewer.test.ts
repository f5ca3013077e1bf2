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
async function ask(path: string, method = 'GET', name = `127.0.0.1:${port}`) {
  const asked = request({ host: '127.0.0.1', port, path, method, headers: { host: name } }).end()
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

test('only requests to a name of this machine are answered, whatever its port: any other leads here by a trick', async () => {
  for (const name of ['localhost', 'LOCALHOST:1', '127.0.0.1', '127.0.0.2:8080', '[::1]:9000']) {
    expect([name, (await ask('/', 'GET', name)).status]).toEqual([name, 200])
  }
  for (const name of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:80',
    '10.0.0.1',
    'x@localhost',
    ' ',
  ]) {
    expect([name, await ask('/', 'GET', name)]).toMatchObject([name, { status: 403, body: 'only for this machine\n' }])
  }
})

test('a folder without its slash leads to the folder, since addresses in its page are relative to it', async () => {
  const { status, headers } = await ask('/assets?seed=1')
  expect([status, headers.location]).toEqual([301, 'assets/?seed=1'])
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
    '/assets/',
    '/no-such-file',
    '/%00',
    '/%',
  ]) {
    const { status, body } = await ask(path)
    expect([path, status, body]).toEqual([path, 404, 'not found\n'])
  }
})
