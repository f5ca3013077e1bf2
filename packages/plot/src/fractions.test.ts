import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedFractions, spreadOut } from './fractions.js'

test('names come apart by what they need, and no more, keeping their order and their common middle', () => {
  expect(spreadOut([0.333, 0.375, 0.4, 0.9], 0.05)).toEqual([
    expect.closeTo(0.3193, 3),
    expect.closeTo(0.3693, 3),
    expect.closeTo(0.4193, 3),
    0.9,
  ])
  expect(spreadOut([1, 2, 3], 0.5)).toEqual([1, 2, 3])
})

test('whatever the values, neighbors are far enough apart', () => {
  const ascending = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
    .map((values) => values.sort((a, b) => a - b))
  fc.assert(
    fc.property(ascending, (values) => {
      const spread = spreadOut(values, 0.04)
      expect(spread).toHaveLength(values.length)
      for (let i = 1; i < spread.length; i++) expect(spread[i]! - spread[i - 1]!).toBeGreaterThan(0.04 - 1e-12)
    }),
    { seed: 8, numRuns: 300 },
  )
})

test('every fraction is written as the number it is', () => {
  for (const { label, value } of namedFractions) {
    const [top, bottom = 1] = label.split('/').map(Number)
    expect(value).toBe(top! / bottom)
  }
})
