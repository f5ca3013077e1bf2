/**
 * What a first-time visitor wants, from the landing page, by what the page itself offers. Each visit ends when the visitor sees what
 * was wanted, and throws when it cannot be had. Clicks are counted; a drag is one.
 */
import { fileURLToPath } from 'node:url'

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Locator} Locator */
/** @typedef {{ page: Page, address: string, click: (place: Locator) => Promise<void>, drag: (places: readonly { x: number, y: number }[], atEach: (index: number) => Promise<void>) => Promise<void> }} Visitor */

const weightsFile = fileURLToPath(new URL('../../examples/weights/pentagon.safetensors', import.meta.url))

/** @type {Record<string, (visitor: Visitor) => Promise<string>>} what was seen, in words */
const wishes = {
  async 'see a pentagon form'({ page }) {
    const start = await page.locator('.front-model line').evaluateAll(arms)
    await page.waitForFunction(
      (before) => document.querySelector('.front-model line').getAttribute('x2') !== before,
      start[0][0],
    )
    await page.getByText('It settles as pentagon').waitFor()
    await settled(page)
    return isPentagon(await page.locator('.front-model line').evaluateAll(arms))
      ? 'five arms of one length, 72° apart'
      : fail('the arms are no pentagon')
  },

  async 'find the sparsity at which a fifth feature appears'({ page, drag }) {
    const slider = page.getByLabel('Probability p that a feature is active')
    const { x, y, width, height } = await slider.boundingBox()
    const seen = []
    // From always active to rare, in one drag, with a look at what forms.
    const shares = [0.98, 0.85, 0.72, 0.65, 0.58, 0.5]
    const places = shares.map((share) => ({ x: x + share * width, y: y + height / 2 }))
    await drag(places, async () => {
      await settled(page)
      const [probability, shape] = await page.locator('.front-model strong').allTextContents()
      seen.push({ probability: Number(probability), five: /pentagon/.test(shape), shape })
    })
    const last = seen.findLast(({ five }) => !five)
    const first = seen.find(({ five }) => five)
    if (first === undefined || last === undefined || seen.indexOf(first) < seen.indexOf(last)) {
      fail(`no probability parts four from five: ${JSON.stringify(seen)}`)
    }
    return `between p = ${last.probability} (${last.shape}) and ${first.probability} (${first.shape})`
  },

  async 'send what is seen to a friend'({ page, address, click }) {
    await settled(page)
    const seen = await page.locator('.front-model line').evaluateAll(arms)
    await click(page.getByRole('link', { name: 'Open this model' }))
    await page.locator('.lab-play:enabled').waitFor()
    await click(page.getByText('Share and save'))
    await click(page.getByRole('button', { name: 'Copy link' }))
    await page.getByText('Link copied.').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    if (!link.startsWith(`${address}lab/?v=3`)) fail(`the link is ${link}`)
    const friend = await page.context().newPage()
    await friend.goto(link)
    await friend.locator('.lab-scrubber strong').filter({ hasText: '1,600' }).waitFor()
    await friend.locator('.lab-shape').filter({ hasText: 'pentagon' }).waitFor()
    await friend.close()
    return `${seen.length} features at the same step`
  },

  async 'open one’s own weights'({ page, click }) {
    await click(page.getByRole('link', { name: 'Open', exact: true }))
    const chooser = page.waitForEvent('filechooser')
    await click(page.getByText('Choose a file').first())
    await (await chooser).setFiles(weightsFile)
    await page.getByRole('heading', { name: 'pentagon.safetensors' }).waitFor()
    return page.locator('.member li').first().textContent()
  },

  async 'see whether the paper’s claim on antipodal pairs holds'({ page, click }) {
    await click(page.getByRole('link', { name: 'See the paper’s results' }))
    await click(page.locator('a[href$="paper/demonstration/"]'))
    const claim = page
      .locator('.claim')
      .filter({ hasText: /antipodal/ })
      .first()
    await claim.scrollIntoViewIfNeeded()
    return `${await claim.locator('.claim-statement').textContent()} ${await claim.locator('.verdict').first().textContent()}`
  },
}

/** @typedef {{ wish: string, seen: string, clicks: number, seconds: number }} Visit */

/**
 * @param {import('playwright').Browser} browser
 * @param {string} address of the landing page
 * @returns {AsyncGenerator<Visit>} one for each wish
 */
export async function* firstVisits(browser, address) {
  for (const [wish, fulfil] of Object.entries(wishes)) {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    let clicks = 0
    const click = async (place) => {
      clicks++
      await place.click()
    }
    const drag = async ([first, ...others], atEach) => {
      clicks++
      await page.mouse.move(first.x, first.y)
      await page.mouse.down()
      await atEach(0)
      for (const [index, { x, y }] of others.entries()) {
        await page.mouse.move(x, y)
        await atEach(index + 1)
      }
      await page.mouse.up()
    }
    const began = performance.now()
    await page.goto(address)
    const seen = await fulfil({ page, address, click, drag })
    yield { wish, seen, clicks, seconds: (performance.now() - began) / 1000 }
    await context.close()
  }
}

/** Waits until the model of the landing page rests for a while. */
async function settled(page) {
  const rest = 500
  for (let before = ''; ; ) {
    await page.waitForTimeout(rest)
    const now = JSON.stringify(await page.locator('.front-model line').evaluateAll(arms))
    if (now === before) return
    before = now
  }
}

/** In the page: ends of the arms. */
function arms(lines) {
  return lines.map((line) => [line.getAttribute('x2'), line.getAttribute('y2')])
}

function isPentagon(ends) {
  const vectors = ends.map(([x, y]) => ({ length: Math.hypot(x, y), angle: Math.atan2(y, x) }))
  const angles = vectors.map(({ angle }) => angle).sort((a, b) => a - b)
  const gaps = angles.map((angle, index) =>
    index === 0 ? angle - angles.at(-1) + 2 * Math.PI : angle - angles[index - 1],
  )
  return (
    vectors.length === 5 &&
    vectors.every(({ length }) => length > 0.9 && length < 1.3) &&
    gaps.every((gap) => Math.abs(gap - (2 * Math.PI) / 5) < 0.15)
  )
}

function fail(reason) {
  throw new Error(reason)
}
