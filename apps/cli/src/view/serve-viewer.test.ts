import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
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
async function ask(path: string, method = 'GET', name = `127.0.0.1:${port}`, headers: Record<string, string> = {}) {
  const asked = request({ host: '127.0.0.1', port, path, method, headers: { host: name, ...headers } }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return { status: response.statusCode, headers: response.headers, body: bytes.toString(), bytes }
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

const script = 'export const answer = 42\n'.repeat(200)

test('compressed twins go to those who take them, brotli before gzip, each with a tag of its own', async () => {
  writeFileSync(join(folder, 'assets', 'page-abcdEF_1.js'), script)
  writeFileSync(join(folder, 'assets', 'page-abcdEF_1.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, 'assets', 'page-abcdEF_1.js.gz'), gzipSync(script))
  const get = (accepted: string) => ask('/assets/page-abcdEF_1.js', 'GET', undefined, { 'accept-encoding': accepted })
  const [plain, both, zipped, refused] = await Promise.all(
    ['', 'gzip, deflate, br', 'gzip', 'br;q=0, gzip;q=0.0'].map(get),
  )
  expect(plain!.headers['content-encoding']).toBe(undefined)
  expect(plain!.body).toBe(script)
  expect(both!.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(both!.bytes).toString()).toBe(script)
  expect(zipped!.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(zipped!.bytes).toString()).toBe(script)
  expect(refused!.headers['content-encoding']).toBe(undefined)
  expect(new Set([plain, both, zipped].map((each) => each!.headers.etag)).size).toBe(3)
  for (const each of [plain, both, zipped]) {
    expect(each!.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', vary: 'Accept-Encoding' })
    expect(Number(each!.headers['content-length'])).toBe(each!.bytes.length)
  }
})

test('what is named for its content is kept for ever; the rest is asked for again, and sent only when it changed', async () => {
  expect((await ask('/assets/page-abcdEF_1.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const { headers } = await ask('/')
  expect(headers['cache-control']).toBe('no-cache')
  const again = await ask('/', 'GET', undefined, { 'if-none-match': `"other", ${headers.etag}` })
  expect([again.status, again.body]).toEqual([304, ''])
  expect((await ask('/', 'GET', undefined, { 'if-none-match': '"other"' })).status).toBe(200)
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
