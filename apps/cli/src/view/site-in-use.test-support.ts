/** All pages as people get them, in a browser that has little: odd addresses, broken files, no storage, a small screen, a lost worker. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeNpz } from '@digon/formats'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { ServedSite } from './lab-in-use.test-support.js'

const fixtures = fileURLToPath(new URL('../../../../packages/formats/fixtures/weights', import.meta.url))

const attack = '<img src=x onerror="globalThis.attacked=1">'

/** Numbers from 0, the same each time. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Files that were cut or changed on their way, in base64. */
function brokenFiles(count: number): string[] {
  const files = readdirSync(fixtures)
    .filter((name) => name !== 'make.py' && name !== 'expected.json')
    .map((name) => readFileSync(join(fixtures, name)))
    .filter((bytes) => bytes.length < 20_000)
  const next = sequence(13)
  return Array.from({ length: count }, () => {
    const bytes = Buffer.from(files[next(files.length)]!)
    const cut = next(3) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes
    for (let change = next(7); change > 0 && cut.length > 0; change--) cut[next(cut.length)] = next(256)
    return cut.toString('base64')
  })
}

/** Opens one file after the other in the page, and gives what was said on each. */
function openAll(page: Page, files: readonly string[], name: string): Promise<string[]> {
  return page.evaluate(
    async ({ files, name }) => {
      const said: string[] = []
      const place = document.querySelector('.drop-place')!
      const field = document.querySelector<HTMLInputElement>('#file-A')!
      for (const text of files) {
        const transfer = new DataTransfer()
        transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name))
        field.files = transfer.files
        field.dispatchEvent(new Event('change', { bubbles: true }))
        const isDone = () =>
          !place.querySelector('.drop-status')!.textContent!.startsWith('Reading') &&
          (place.querySelector('[role=alert]') ?? document.querySelector('.member'))
        await new Promise((resolve) => setTimeout(resolve, 0))
        while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 2))
        said.push((place.querySelector('[role=alert]') ?? document.querySelector('.member'))!.textContent!)
      }
      return said
    },
    { files, name },
  )
}

export function testSiteInUse(site: () => ServedSite, pages: readonly string[]): void {
  test('500 broken files: every one is shown or refused in words, no script of a name runs, and the next good one opens', async () => {
    const { browser, address } = site()
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${address}open/`)
    const said = await openAll(page, brokenFiles(500), `${attack}.npy`)
    expect(said).toHaveLength(500)
    for (const text of said) expect(text.length).toBeGreaterThan(20)
    expect(said.some((text) => text.includes('This could not be opened'))).toBe(true)
    expect(said.some((text) => text.includes('dimensions per feature'))).toBe(true)
    expect(await page.evaluate('globalThis.attacked')).toBeUndefined()
    expect(await page.locator('main img').count()).toBe(0)
    const W = { shape: [4, 2], values: Float64Array.of(1, 0, 0, 1, -1, 0, 0, -1) }
    const buffer = Buffer.from(writeNpz({ W, b_final: { shape: [4], values: new Float64Array(4) } }))
    await page.locator('#file-A').setInputFiles({ name: 'square.npz', mimeType: 'application/octet-stream', buffer })
    await page.locator('.member h2').getByText('square.npz').waitFor()
    expect(errors).toEqual([])
    await page.close()
  })

  test('odd addresses of every page: its heading stands, what is wrong is said where something can be, nothing runs', async () => {
    const { browser, address } = site()
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    const queries = [
      `?${encodeURIComponent(attack)}=${encodeURIComponent(attack)}#${encodeURIComponent(attack)}`,
      '?v=99&n=1e999&m=-1&seed=x&step=99999999999&changes=~~~&hide=everything&%E0%A4%A',
    ]
    for (const path of pages) {
      for (const query of queries) {
        await page.goto(address + path + query)
        await page.waitForFunction('document.querySelector("h1")?.textContent.length > 3')
        await page
          .getByText(/The address (names|asks for|hides)/)
          .first()
          .waitFor()
        expect(await page.evaluate('globalThis.attacked'), path).toBeUndefined()
        expect(await page.locator('main img[src=x]').count(), path).toBe(0)
      }
    }
    expect(errors).toEqual([])
    await page.close()
  })

  test('every control is at least 24 pixels on a phone, and no page needs a second axis at twice the size', async () => {
    const { browser, address } = site()
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    for (const path of pages) {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(address + path)
      await page.waitForTimeout(300)
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true')
      // Links in the middle of a sentence are as high as its line; boxes have a label that is as good as they.
      const small = await page.evaluate<string[]>(`
        Array.from(document.querySelectorAll('button, select, summary, input, a, [role=button]'))
          .filter((each) => each.checkVisibility() && !each.matches('p a, figcaption a, .visually-hidden, .skip-link, label input, .embed-origin a'))
          .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 120)])
          .filter(([box]) => box.width > 0 && (box.height < 23.99 || box.width < 23.99))
          .map(([box, html]) => Math.round(box.width) + ' × ' + Math.round(box.height) + ' ' + html)`)
      expect(small, path).toEqual([])
      await page.setViewportSize({ width: 640, height: 360 })
      const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(excess, path).toBeLessThanOrEqual(0)
    }
    await page.close()
  })

  test('a browser with full storage says that the site is not kept, and trains on', async () => {
    const { browser, address } = site()
    const context = await browser.newContext()
    const page = await context.newPage()
    const { origin } = new URL(address)
    await (await context.newCDPSession(page)).send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 })
    await page.goto(`${address}lab/?v=3`)
    await page.getByText('The browser could not keep this site', { exact: false }).waitFor()
    await page.getByRole('button', { name: '100 steps' }).click()
    await page.waitForURL(/step=100/)
    await context.close()
  })

  test('a page in an article stands alone, without the parts that are hidden, with a way back to the whole', async () => {
    const { browser, address } = site()
    const page = await browser.newPage()
    await page.goto(`${address}lab/?v=3&n=4&embed&hide=settings,share`)
    await page.getByText('wasm (').waitFor()
    for (const part of ['.site-header', '.site-footer', '.lab-side', '.lab-share']) {
      expect(await page.locator(part).isVisible(), part).toBe(false)
    }
    const back = page.getByRole('link', { name: 'Open this page in Digon' })
    await back.focus()
    expect(await back.getAttribute('href')).toBe(`${address}lab/?v=3&n=4`)
    await page.goto(`${address}paper/intro/`)
    expect(await back.isVisible()).toBe(false)
    await page.close()
  })

  test('every page leaves out the parts that its address hides, stands alone in an article, and says which part it does not have', async () => {
    const { browser, address } = site()
    const page = await browser.newPage({ viewport: { width: 390, height: 600 } })
    const parts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      '': { story: '.front-story', map: '.front-map', model: '.front-model' },
      'map/': { text: '.lead', controls: '.map-controls', cell: '.map-cell' },
      'paper/': { text: '.lead' },
      'paper/intro/': { text: '.paper-text', train: '.run-panel', figures: '#figures', repeat: '#repeat' },
      'open/': { text: '.lead', compare: '.drop-place >> nth=1' },
      'bench/': { text: '.lead', choices: '.bench-choices' },
    }
    for (const [path, all] of Object.entries(parts)) {
      for (const [part, selector] of Object.entries(all)) {
        await page.goto(`${address}${path}?embed&hide=${part},nonsense`)
        await page.getByText('The address hides “nonsense”, which this page does not have').waitFor()
        const kept = path === 'paper/intro/' && part === 'text' ? 1 : 0
        expect(await page.locator(selector).count(), `${path} without ${part}`).toBe(kept)
        for (const [other, its] of Object.entries(all)) {
          if (other !== part) expect(await page.locator(its).first().isVisible(), `${path} with ${other}`).toBe(true)
        }
        expect(await page.locator('.site-header').isVisible(), path).toBe(false)
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      }
      await page.goto(`${address}${path}?embed=no&hid=text`)
      await page.getByText('The address says embed “no”').waitFor()
      await page.getByText('Did you mean hide?', { exact: false }).waitFor()
      expect(await page.locator('.site-header').isVisible(), path).toBe(true)
    }
    await page.close()
  })

  test('how a training plays is remembered by the browser, and a browser without storage plays all the same', async () => {
    const { browser, address } = site()
    const context = await browser.newContext()
    const choice = (page: Page) => page.getByLabel('Pause while this tab is hidden')
    const open = async (page: Page) => {
      await page.goto(`${address}lab/?v=3`)
      await page.getByText('wasm (').waitFor()
      await page.getByText('While it plays').click()
    }
    const page = await context.newPage()
    await open(page)
    await choice(page).check()
    const other = await context.newPage()
    await open(other)
    expect(await choice(other).isChecked()).toBe(true)
    const poor = await context.newPage()
    await poor.addInitScript(`for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError') } })
    }`)
    await open(poor)
    expect(await choice(poor).isChecked()).toBe(false)
    await choice(poor).check()
    await poor.getByRole('button', { name: '100 steps' }).click()
    await poor.waitForURL(/step=100/)
    await context.close()
  })

  test('a worker that ends by itself while an experiment trains is noticed, and training it again works', async () => {
    const { browser, address } = site()
    const page = await browser.newPage()
    await page.clock.install()
    await page.addInitScript(`{
      const { Worker } = globalThis
      globalThis.workers = []
      globalThis.Worker = class extends Worker {
        constructor(...given) { super(...given); workers.push(this) }
      }
    }`)
    await page.goto(`${address}paper/geometry/`)
    const train = page.getByRole('button', { name: /^Train/ })
    await train.click()
    await page.locator('.run-progress progress').waitFor()
    await page.evaluate('workers[0].terminate()')
    const lost = page.getByText('The worker that trains stopped', { exact: false })
    for (let minutes = 0; minutes < 10 && !(await lost.isVisible()); minutes++) await page.clock.fastForward(61_000)
    await lost.waitFor()
    await train.click()
    await page.locator('.run-progress progress').waitFor()
    await page.close()
  })
}
