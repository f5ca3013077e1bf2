/** The viewer as people get it: built, served by `digon view`'s server, in a browser. Its parts have tests of their own. */
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, type Page, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'
import { readBaseline } from '../bench/compare.js'
import { onePageOfEachKind, viewer } from './built-site.test-support.js'
import { testLabInUse } from './lab-in-use.test-support.js'
import { createViewerServer } from './serve-viewer.js'
import { testSiteInUse } from './site-in-use.test-support.js'

const { folder, address } = inject('site')
const pages = onePageOfEachKind

test('every page has a title, a description and a picture of 1200 × 630 pixels of its own, for where it is linked', () => {
  const all = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('index.html'))
  const seen = { title: new Set<string>(), description: new Set<string>(), image: new Set<string>() }
  for (const path of all) {
    const document = readFileSync(join(folder, path), 'utf8')
    for (const [name, set] of Object.entries(seen)) {
      set.add(new RegExp(`property="og:${name}" content="(?:[./]*)([^"]{10,})"`).exec(document)![1]!)
    }
    const bytes = readFileSync(join(folder, [...seen.image].at(-1)!))
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], path).toEqual([1200, 630])
  }
  expect(Object.values(seen).map(({ size }) => size)).toEqual([all.length, all.length, all.length])
})

test('the server allows pages what their documents allow them, and nothing else', async () => {
  for (const path of pages) {
    const answer = await fetch(address + path)
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(await answer.text()) ?? []
    expect(answer.headers.get('content-security-policy'), path).toBe(policy)
  }
})

describe.runIf(chromium !== undefined)('in Chromium', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
  })
  afterAll(() => browser.close())

  const site = () => ({ browser, address, folder })
  testLabInUse(site)
  testSiteInUse(site, pages)

  test('it trains on both engines, to the same numbers, and asks no other address for anything', async () => {
    const norms: number[][] = []
    for (const engine of ['wasm', 'tfjs-wasm']) {
      const page = await browser.newPage()
      const elsewhere: string[] = []
      const troubles: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
      })
      page.on('response', (response) => {
        if (!response.ok()) troubles.push(`${response.status()} ${response.url()}`)
      })
      page.on('console', (message) => troubles.push(message.text()))
      page.on('pageerror', (error) => troubles.push(error.message))

      await page.goto(`${address}lab/?v=3&engine=${engine}`)
      await page.getByText(`${engine} (`).waitFor()
      expect(await page.evaluate('crossOriginIsolated')).toBe(true)
      await page.getByRole('button', { name: '100 steps' }).click()
      // The address follows what is seen, so that the link opens the same step.
      await page.waitForURL(`${address}lab/?v=3&engine=${engine}&step=100`)
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

  test('axe finds nothing on any page, light and dark', async () => {
    const axe = createRequire(join(viewer, 'package.json')).resolve('axe-core')
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, bypassCSP: true })
      for (const path of pages) {
        const page = await context.newPage()
        await page.goto(address + path)
        await page.addScriptTag({ path: axe })
        const found = await page.evaluate<string[]>(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        )
        expect(found, `${path} ${colorScheme}`).toEqual([])
        await page.close()
      }
      await context.close()
    }
  })

  test('no page is wider than a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    for (const path of pages) {
      await page.goto(address + path)
      const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(excess, path).toBeLessThanOrEqual(0)
    }
    await page.close()
  })

  test('the bench measures: the engine that is asked for, on the shape that is asked for, as numbers that can be', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    await page.goto(`${address}bench/`)
    await only(page, 'Engines', 'wasm, 1 thread')
    await only(page, 'Models', '1 × (5, 2)')
    await page.getByRole('button', { name: 'Measure' }).click()
    await page.getByText('Done.', { exact: true }).waitFor()
    const [stepsPerSecond, , millisecondsPerStep, ratio] = await page.locator('tbody td').allTextContents()
    expect(ratio).toBe('1')
    const product = Number(stepsPerSecond!.replaceAll(',', '')) * Number(millisecondsPerStep)
    expect(Math.abs(product / 1000 - 1)).toBeLessThan(0.02)
    expect(Number(millisecondsPerStep)).toBeGreaterThan(0.001)
    // What it copies is read by `digon bench --compare`.
    await page.getByRole('button', { name: 'Copy as JSON' }).click()
    await page.getByText('Copied.').waitFor()
    const file = join(folder, 'browser-bench.json')
    writeFileSync(file, await page.evaluate<string>('navigator.clipboard.readText()'))
    const { shapes } = await readBaseline(file)
    expect(shapes.map(({ engines }) => engines.map(({ name, threads }) => `${name} ${threads}`))).toEqual([['wasm 1']])
    await context.close()
  })

  test('a site that was visited opens and trains without a connection', async () => {
    const own = createViewerServer(folder)
    own.listen(0, '127.0.0.1')
    await once(own, 'listening')
    const root = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(root)
    await page.evaluate(`navigator.serviceWorker.ready.then(({ active }) => new Promise((resolve) => {
      const look = () => active.state === 'activated' && resolve()
      active.addEventListener('statechange', look)
      look()
    }))`)
    own.closeAllConnections()
    own.close()
    for (const path of pages) {
      await page.goto(root + path)
      expect(await page.locator('h1').first().textContent(), path).not.toBe('')
    }
    await page.goto(`${root}lab/?v=3&seed=3`)
    await page.getByRole('button', { name: '100 steps' }).click()
    await page.waitForURL(/step=100/)
    await context.close()
  })
})

/** Leaves one box of a group checked. */
async function only(page: Page, group: string, name: string): Promise<void> {
  const boxes = page.getByRole('group', { name: group }).getByRole('checkbox')
  await page.getByRole('group', { name: group }).getByText(name).waitFor()
  for (const box of await boxes.all()) if (await box.isEnabled()) await box.uncheck()
  await page.getByRole('group', { name: group }).getByLabel(name).check()
}
