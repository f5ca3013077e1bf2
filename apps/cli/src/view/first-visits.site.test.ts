/** What a first-time visitor of the landing page wants, and how many clicks it takes. */
import { chromium as playwright } from 'playwright'
import { describe, expect, inject, test } from 'vitest'
import { firstVisits } from '../../../../scripts/viewer/first-visits.mjs'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'

describe.runIf(chromium !== undefined)('a first visitor', () => {
  test('gets five wishes fulfilled with at most three clicks each', async () => {
    const browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
    const found: Record<string, { seen: string; clicks: number }> = {}
    for await (const { wish, seen, clicks, seconds } of firstVisits(browser, inject('site').address)) {
      expect(clicks, wish).toBeLessThanOrEqual(3)
      // Alone it takes a few seconds; beside other work several times that.
      expect(seconds, wish).toBeLessThan(60)
      found[wish] = { seen, clicks }
    }
    await browser.close()
    expect(Object.keys(found)).toHaveLength(5)
    expect(found['find the sparsity at which a fifth feature appears']!.seen).toMatch(
      /^between p = 0\.\d+ \(square\) and 0\.1\d* \(pentagon\)$/,
    )
    expect(found['open one’s own weights']!.seen).toContain('pentagon')
    expect(found['see whether the paper’s claim on antipodal pairs holds']!.seen).toMatch(/pairs.* (holds|does not)/)
  })
})
