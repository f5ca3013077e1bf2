/**
 * What a page loses at 200 %: a window of 1280 × 720 pixels then has room for 640 × 360. Nothing may be wider than the window, no text
 * cut off, no control gone or under something else.
 */

const whole = { width: 1280, height: 720 }
const zoomed = { width: 640, height: 360 }

/**
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @returns {Promise<string[]>} a sentence for each thing lost
 */
export async function lostWhenZoomed(browser, address) {
  const context = await browser.newContext({ viewport: whole, deviceScaleFactor: 2, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(address, { waitUntil: 'networkidle' })
  const before = await page.evaluate(controlNames)
  await page.setViewportSize(zoomed)
  const after = await page.evaluate(controlNames)
  const lost = before.filter((name) => !after.includes(name)).map((name) => `the control “${name}” is gone`)
  lost.push(...(await page.evaluate(cutOff)))
  await context.close()
  return lost
}

/** In the page: what every control that can be seen is called. */
function controlNames() {
  return Array.from(document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]'))
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .map((control) => {
      const name = control.labels?.[0]?.textContent ?? control.getAttribute('aria-label') ?? control.textContent
      return name.trim().replace(/\s+/g, ' ').slice(0, 40)
    })
}

/** In the page: what is too wide, cut off, or under something else. */
function cutOff() {
  const lost = []
  const excess = document.documentElement.scrollWidth - innerWidth
  if (excess > 0) lost.push(`the page is ${excess} pixels wider than the window`)
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden')
  const named = (element) => `“${(element.textContent || element.tagName).trim().slice(0, 40)}”`
  for (const element of document.querySelectorAll('main *, header *')) {
    if (!(element instanceof HTMLElement) || !shown(element)) continue
    const { overflowX, overflowY } = getComputedStyle(element)
    const cut = (overflow, size, room) => ['hidden', 'clip'].includes(overflow) && size > room + 1
    if (cut(overflowX, element.scrollWidth, element.clientWidth)) lost.push(`${named(element)} is cut at its side`)
    if (cut(overflowY, element.scrollHeight, element.clientHeight)) lost.push(`${named(element)} is cut below`)
  }
  for (const control of document.querySelectorAll('main :is(a[href], button, input, select, summary)')) {
    if (!shown(control) || control.disabled) continue
    control.scrollIntoView({ block: 'center' })
    const { left, top, width, height } = control.getBoundingClientRect()
    const there = document.elementFromPoint(left + width / 2, top + height / 2)
    const own = [control, ...(control.labels ?? [])]
    if (width * height > 0 && !own.some((each) => each.contains(there) || there?.contains(each))) {
      lost.push(
        `the control ${named(control)} lies under ${there === null ? 'nothing that can be seen' : named(there)}`,
      )
    }
  }
  return lost
}
