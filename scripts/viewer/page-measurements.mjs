/**
 * What a page of the viewer takes, as a reader meets it: bytes, time to the first picture, long tasks, frames, pauses, steps, memory.
 * Each function measures in a page that is handed in (Playwright's); what bounds hold is for callers to say.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('playwright').Page} Page */

/** Of all pages that are opened in a context: pictures, tasks and the map's end are noted with their times. */
export function observePage() {
  const noted = { pictureAt: 0, settledAt: 0, longTasks: [] }
  globalThis.noted = noted
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.longTasks.push({ startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
  let training = false
  const look = () => {
    if (noted.pictureAt === 0 && document.querySelector('main h1') !== null) {
      const pictures = document.querySelectorAll('.front figure svg')
      // The frame after the one that found them has them on the screen.
      if (pictures.length >= 2 || document.querySelector('.front') === null) noted.pictureAt = performance.now()
    }
    const caption = document.querySelector('.front-map figcaption')?.textContent ?? ''
    if (caption.startsWith('Training')) training = true
    else if (training && noted.settledAt === 0) noted.settledAt = performance.now()
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/**
 * Time from the start of the navigation to the first picture: its text is painted, and where the page begins with pictures, they are.
 *
 * @param {Page} page
 */
export async function firstPictureInMilliseconds(page) {
  await page.waitForFunction(() => globalThis.noted.pictureAt > 0 && performance.getEntriesByType('paint').length > 1)
  return page.evaluate(() =>
    Math.max(globalThis.noted.pictureAt, performance.getEntriesByName('first-contentful-paint')[0].startTime),
  )
}

/**
 * Tasks above 50 ms that began after the page was loaded and ready to be used, until now.
 *
 * @param {Page} page
 * @returns {Promise<number[]>} milliseconds
 */
export function longTasksAfterLoad(page) {
  return page.evaluate(() => {
    const { loadEventEnd } = performance.getEntriesByType('navigation')[0]
    return globalThis.noted.longTasks
      .filter(({ startTime }) => startTime > loadEventEnd)
      .map(({ duration }) => duration)
  })
}

/**
 * Time from the start of the navigation until the map of the front page is trained in all its cells.
 *
 * @param {Page} page
 */
export async function mapSettledInMilliseconds(page) {
  await page.waitForFunction(() => globalThis.noted.settledAt > 0, undefined, { timeout: 120_000 })
  return page.evaluate(() => globalThis.noted.settledAt)
}

/**
 * @param {Page} page
 * @param {number} frames
 * @returns {Promise<number>} the time between two frames that 95 % of them keep
 */
export function frameIntervalInMilliseconds(page, frames) {
  return page.evaluate(
    (count) =>
      new Promise((resolve) => {
        const times = []
        const onFrame = (time) => {
          times.push(time)
          if (times.length <= count) return requestAnimationFrame(onFrame)
          const between = times.slice(1).map((each, index) => each - times[index])
          return resolve(between.sort((a, b) => a - b)[Math.floor(between.length * 0.95)])
        }
        requestAnimationFrame(onFrame)
      }),
    frames,
  )
}

/**
 * Plays the laboratory for a moment and pauses it, from the click until the page says that the training rests.
 *
 * @param {Page} page
 */
export function pauseInMilliseconds(page) {
  return page.evaluate(async () => {
    const button = document.querySelector('.lab-play')
    const spoken = document.querySelector('.lab-messages [role=status]')
    const until = async (holds) => {
      while (!holds()) await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    button.click()
    await until(() => button.textContent === 'Pause')
    await new Promise((resolve) => setTimeout(resolve, 700))
    const from = performance.now()
    button.click()
    await until(() => button.textContent === 'Play' && spoken.textContent.startsWith('Paused'))
    return performance.now() - from
  })
}

/**
 * Steps of the laboratory in a second, while it plays.
 *
 * @param {Page} page
 * @param {number} seconds
 */
export function stepsPerSecond(page, seconds) {
  return page.evaluate(async (duration) => {
    const step = () => Number(document.querySelector('.lab-scrubber strong').textContent.replaceAll(',', ''))
    const [from, began] = [step(), performance.now()]
    await new Promise((resolve) => setTimeout(resolve, duration * 1000))
    return ((step() - from) * 1000) / (performance.now() - began)
  }, seconds)
}

/**
 * Memory of the page with its workers, after a collection of garbage. Needs a page that is cross-origin isolated.
 *
 * @param {Page} page
 */
export function memoryInMegabytes(page) {
  return page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes / 1e6)
}

/**
 * Bytes of files as a server with `Content-Encoding: gzip` sends them.
 *
 * @param {string} folder of the built site
 * @param {Iterable<string>} paths from its root; a folder is its `index.html`
 */
export function compressedBytes(folder, paths) {
  let bytes = 0
  for (const path of new Set(paths)) {
    const file = join(folder, path.endsWith('/') || path === '' ? `${path}index.html` : path)
    bytes += statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
  }
  return bytes
}

/**
 * What has to be there before a page can paint: the document and its styles, as paths from the root of the site.
 *
 * @param {string} folder of the built site
 * @param {string} page its path from the root, with a slash at its end
 * @returns {string[]}
 */
export function filesToFirstPicture(folder, page) {
  const document = readFileSync(join(folder, page, 'index.html'), 'utf8')
  const styles = Array.from(document.matchAll(/rel="stylesheet" href="([^"]+)"/g), ([, file]) => join(page, file))
  return [page, ...styles]
}

/**
 * Notes which files of the site a page and its workers ask for, as paths from the root.
 *
 * @param {Page} page
 * @param {string} address of the root, with a slash at its end
 * @returns {Set<string>} grows while the page loads
 */
export function noteRequests(page, address) {
  const paths = new Set()
  page.on('request', (request) => {
    const [url] = request.url().split(/[?#]/)
    if (url.startsWith(address)) paths.add(url.slice(address.length))
  })
  return paths
}
