/** The live picture of the page on concepts, as a reader opens it: from a folder, with no server and no network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromium, chromiumArguments } from '../vitest.browser.js'
import { buildLiveTraining } from './site/build-live-training.mjs'

describe.runIf(chromium !== undefined)('the live picture in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digon-live-'))
  const page = join(folder, 'page.html')
  let browser: Browser
  beforeAll(async () => {
    await buildLiveTraining(folder)
    const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'self' file:">`
    const still = '<div class="live-training"><img alt="still"></div>'
    writeFileSync(page, `<!doctype html>${policy}${still}<script src="live-training.js"></script>`)
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  test('a model trains to a pentagon without a server, inline scripts or eval, and loads nothing else', {
    timeout: 60_000,
  }, async () => {
    // Little motion asked for: the end comes at once.
    const tab = await browser.newPage({ reducedMotion: 'reduce' })
    const asked: string[] = []
    const failures: string[] = []
    tab.on('request', (request) => asked.push(request.url()))
    tab.on('pageerror', (error) => failures.push(error.message))
    await tab.goto(pathToFileURL(page).href)
    await tab.getByText('After 4000 steps').waitFor({ timeout: 50_000 })
    expect(await tab.locator('.live-picture p').first().textContent()).toContain('0.4 0.4 0.4 0.4 0.4')
    expect(await tab.locator('.live-picture line').count()).toBe(5)
    expect(asked.map((address) => address.split('/').at(-1))).toEqual(['page.html', 'live-training.js'])
    expect(failures).toEqual([])
    await tab.locator('select').selectOption('1')
    await tab.getByText('1.0 1.0 0.0 0.0 0.0').waitFor({ timeout: 50_000 })
    await tab.close()
  })

  test('with motion, arrows are seen on their way', { timeout: 60_000 }, async () => {
    const tab = await browser.newPage({ reducedMotion: 'no-preference' })
    await tab.goto(pathToFileURL(page).href)
    const words = tab.locator('.live-picture p').first()
    await expect.poll(() => words.textContent(), { timeout: 20_000 }).toMatch(/After [1-3]?\d{1,3} steps/)
    await tab.close()
  })

  test('without scripts the still picture stays alone', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const tab = await context.newPage()
    await tab.goto(pathToFileURL(page).href)
    expect(await tab.locator('.live-training > *').count()).toBe(1)
    expect(await tab.getByAltText('still').count()).toBe(1)
    expect(await tab.locator('.live-picture').count()).toBe(0)
    await context.close()
  })
})
