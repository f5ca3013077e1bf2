import { expect, test } from 'vitest'
import { measurePeak } from './measure-peak.js'

test('a core makes between a tenth of a billion and a hundred billion multiply-adds a second', async () => {
  const peak = await measurePeak(() => performance.now())
  expect(peak).toBeGreaterThan(1e8)
  expect(peak).toBeLessThan(1e11)
})
