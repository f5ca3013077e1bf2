/** The landing page: the phenomenon in one view, before any program runs, and moving on arrival. */
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'

const { address } = inject('site')

describe.runIf(chromium !== undefined)('the landing page', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
  })
  afterAll(() => browser?.close())

  const open = async (options: BrowserContextOptions): Promise<Page> => {
    const page = await browser.newPage({ serviceWorkers: 'block', ...options })
    await page.goto(address)
    return page
  }

  test.each([
    [390, 844],
    [768, 1024],
    [1280, 720],
    [1920, 1080],
  ])('is one view of %i × %i pixels: map, model, three sentences, the control, the ways on', async (width, height) => {
    const page = await open({ viewport: { width, height }, reducedMotion: 'reduce' })
    const parts = ['.front-map', '.front-model', '.front-control input', '.front-ways .button']
    for (const part of [...parts, '.front-story p']) {
      for (const place of await page.locator(part).all()) {
        const box = (await place.boundingBox())!
        expect([box.x >= 0, box.x + box.width <= width, box.y + box.height <= height], part).toEqual([true, true, true])
      }
    }
    expect(await page.locator('.front-story p:not(.front-ways)').count()).toBe(3)
    await page.context().close()
  })

  test('says and shows its result without any script', async () => {
    const page = await open({ javaScriptEnabled: false })
    expect(await page.locator('.front-model').textContent()).toContain('It settles as pentagon')
    expect(await page.locator('.front-map figcaption').textContent()).toMatch(/Of 576 trained cells, \d+ % ignore/)
    expect(await page.locator('.front-model line').count()).toBe(5)
    expect(await page.locator('.phase-map-field path').count()).toBeGreaterThan(20)
    expect((await page.locator('.front-model svg').first().screenshot()).length).toBeGreaterThan(2000)
    await page.context().close()
  })

  test('moves by itself; for those who asked for less motion it is the finished picture', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const page = await browser.newPage({ serviceWorkers: 'block', reducedMotion })
      await page.addInitScript(countPictures)
      await page.goto(address)
      await page.locator('.front-control input').waitFor()
      if (reducedMotion === 'reduce') await page.waitForTimeout(2000)
      else await expect.poll(() => pictures(page)).toBeGreaterThan(10)
      if (reducedMotion === 'reduce') expect(await pictures(page)).toBe(0)
      await page.context().close()
    }
  })
})

/** In the page: how often an arm of the model or the map has changed. */
function countPictures(): void {
  const counted = { pictures: 0 }
  Object.assign(globalThis, { counted })
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((changes) => {
      counted.pictures += changes.filter(({ attributeName }) => /^(x2|d)$/.test(attributeName ?? '')).length
    }).observe(document.querySelector('.front')!, { subtree: true, attributes: true })
  })
}

const pictures = (page: Page): Promise<number> => page.evaluate<number>('counted.pictures')
