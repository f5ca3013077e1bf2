import { expect, test } from 'vitest'
import { differencesInErrors, moments } from './moments.js'
import { sharesNear } from './shares.js'

test('moments of a few numbers are those of a calculation by hand', () => {
  expect(moments([1, 3])).toEqual({ count: 2, mean: 2, variance: 1, fourth: 1 })
  const [mean, variance] = differencesInErrors(moments([0, 2, 4]), moments([1, 3, 8]))
  // Variances 8/3 and 26/3 of three numbers each, fourth moments 32/3 and (81 + 1 + 256)/3.
  expect(mean).toBeCloseTo(-2 / Math.sqrt(34 / 9), 10)
  expect(variance).toBeCloseTo(-6 / Math.sqrt((32 / 3 - 64 / 9 + 338 / 3 - 676 / 9) / 3), 10)
})

test('shares are judged one by one, and shown with their intervals', () => {
  const judge = sharesNear([0.5, 0.1], 0.05)
  expect(
    judge([
      { count: 52, of: 100 },
      { count: 10, of: 100 },
    ]),
  ).toMatchObject({
    expected: '0.5, 0.1',
    measured: '0.520 (0.423 to 0.615), 0.100 (0.055 to 0.174)',
    holds: true,
  })
  expect(
    judge([
      { count: 56, of: 100 },
      { count: 10, of: 100 },
    ]).holds,
  ).toBe(false)
  expect(judge([{ count: 52, of: 100 }]).holds).toBe(false)
})
