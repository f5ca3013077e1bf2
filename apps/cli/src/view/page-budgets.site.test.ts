/**
 * What pages may weigh and take. Bytes are exact. Times are those of `scripts/measure-viewer.mjs`, with bounds that hold beside other
 * work too: they notice what became many times slower.
 */
import { readdirSync } from 'node:fs'
import { type Browser, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as measure from '../../../../scripts/viewer/page-measurements.mjs'
import { lostWhenZoomed } from '../../../../scripts/viewer/zoomed-page.mjs'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'
import { onePageOfEachKind } from './built-site.test-support.js'

const { folder, address } = inject('site')

test('no page loads more than 100 KB for its first picture, compressed', () => {
  const pages = (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => path.endsWith('index.html'))
    .map((path) => path.slice(0, -'index.html'.length))
  expect(pages.length).toBeGreaterThan(20)
  for (const page of pages) {
    expect(measure.compressedBytes(folder, measure.filesToFirstPicture(folder, page)), page).toBeLessThanOrEqual(
      100_000,
    )
  }
})

describe.runIf(chromium !== undefined)('in Chromium', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
  })
  afterAll(() => browser?.close())

  test('the laboratory loads at most 250 KB until it trains, engine included; it pauses at once', async () => {
    const page = await browser.newPage({ serviceWorkers: 'block' })
    const paths = measure.noteRequests(page, address)
    await page.goto(`${address}lab/?v=3&engine=wasm`)
    await page.getByRole('button', { name: '100 steps' }).click()
    await page.waitForURL(/step=100/)
    expect(Array.from(paths).filter((path) => /worker.*\.js$|\.wasm$/.test(path)).length).toBeGreaterThanOrEqual(2)
    expect(measure.compressedBytes(folder, paths)).toBeLessThanOrEqual(250_000)
    const pauses = [await measure.pauseInMilliseconds(page), await measure.pauseInMilliseconds(page)]
    expect(Math.min(...pauses)).toBeLessThan(1000)
    await page.close()
  })

  test('the landing page shows its pictures at once, and trains its map in seconds', async () => {
    const page = await browser.newPage({ serviceWorkers: 'block' })
    await page.addInitScript(measure.observePage)
    await page.goto(address)
    expect(await measure.firstPictureInMilliseconds(page)).toBeLessThan(10_000)
    expect(await measure.mapSettledInMilliseconds(page)).toBeLessThan(50_000)
    await page.close()
  })

  test('at 200 % nothing of a page is lost', async () => {
    for (const path of onePageOfEachKind) expect(await lostWhenZoomed(browser, address + path), path).toEqual([])
  })
})
