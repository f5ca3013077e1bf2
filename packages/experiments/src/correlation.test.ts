import { expect, test } from 'vitest'
import { correlation, mean } from './correlation.js'

test('a line has correlation 1 or −1, and anything else lies between', () => {
  expect(correlation([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12)
  expect(correlation([1, 2, 4], [-3, -5, -9])).toBeCloseTo(-1, 12)
  // By hand: deviations (−1, 0, 1) and (−1/3, 2/3, −1/3): product 0.
  expect(correlation([1, 2, 3], [0, 1, 0])).toBeCloseTo(0, 12)
  // Deviations (−1.5, −.5, .5, 1.5), (−1.5, .5, −.5, 1.5): 4 / 5.
  expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12)
})

test('what does not vary has no correlation, and no numbers have no mean', () => {
  expect(correlation([1, 1], [2, 3])).toBeNaN()
  expect(mean([])).toBeNaN()
})
