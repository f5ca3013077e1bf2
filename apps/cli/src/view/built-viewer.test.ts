/** The viewer as people get it: built, served by `digon view`'s server, in a browser. Its parts have tests of their own. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'
import { createViewerServer } from './serve-viewer.js'

const viewer = fileURLToPath(new URL('../../../viewer', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'digon built viewer '))
const server = createViewerServer(folder)

beforeAll(async () => {
  const vite = join(viewer, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = ['build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: viewer })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}, 120_000)

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

test('the lab itself is small; engines come later, in the worker', () => {
  const document = readFileSync(join(folder, 'lab', 'index.html'), 'utf8')
  const files = Array.from(document.matchAll(/(?:src|href)="\.\.\/(assets\/[^"]+)"/g), ([, file]) => file!)
  const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file))).length)
  expect(files.length).toBeGreaterThanOrEqual(2)
  expect(bytes.reduce((a, b) => a + b)).toBeLessThan(100 * 1024)
  expect(readdirSync(join(folder, 'assets')).some((file) => file.endsWith('.wasm'))).toBe(true)
})

describe.runIf(chromium !== undefined)('in Chromium', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
  })
  afterAll(() => browser.close())

  test('it trains on both engines, to the same numbers, and asks no other address for anything', async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const norms: number[][] = []
    for (const engine of ['wasm', 'tfjs-wasm']) {
      const page = await browser.newPage()
      const elsewhere: string[] = []
      const troubles: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(`${address}/`) && !/^(data|blob):/.test(request.url()))
          elsewhere.push(request.url())
      })
      page.on('response', (response) => {
        if (!response.ok()) troubles.push(`${response.status()} ${response.url()}`)
      })
      page.on('console', (message) => troubles.push(message.text()))
      page.on('pageerror', (error) => troubles.push(error.message))

      await page.goto(`${address}/lab/?v=2&engine=${engine}`)
      await page.getByText(`${engine} (`).waitFor()
      expect(await page.evaluate('crossOriginIsolated')).toBe(true)
      await page.getByRole('button', { name: '100 steps' }).click()
      // The address follows what is seen, so that the link opens the same step.
      await page.waitForURL(`${address}/lab/?v=2&engine=${engine}&step=100`)
      await page.getByText('Numbers', { exact: true }).click()
      norms.push((await page.locator('tbody td:nth-child(3)').allTextContents()).map(Number))
      expect([elsewhere, troubles]).toEqual([[], []])
      await page.close()
    }
    const [fused, general] = norms as [number[], number[]]
    expect(fused).toHaveLength(5)
    for (const [feature, norm] of fused.entries()) {
      expect(norm).toBeGreaterThan(0.3)
      expect(Math.abs(norm - general[feature]!)).toBeLessThan(0.002)
    }
  })
})
