import { expect, test } from 'vitest'
import { correlation, farthest, list, mean, median } from './statistics.js'

test('the median of an even number is the mean of the two middle ones', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('no numbers have no mean, no median and no farthest one', () => {
  expect(mean([])).toBeNaN()
  expect(median([])).toBeNaN()
  expect(farthest([], 1)).toBeNaN()
})

test('the farthest of some numbers is found on either side', () => {
  expect(farthest([1.1, 0.8, 1.15], 1)).toBe(0.8)
  expect(farthest([1.1, 0.8, 1.25], 1)).toBe(1.25)
})

test('a line has correlation 1 or −1, and anything else lies between', () => {
  expect(correlation([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12)
  expect(correlation([1, 2, 4], [-3, -5, -9])).toBeCloseTo(-1, 12)
  // By hand: deviations (−1, 0, 1) and (−1/3, 2/3, −1/3): product 0.
  expect(correlation([1, 2, 3], [0, 1, 0])).toBeCloseTo(0, 12)
  // Deviations (−1.5, −.5, .5, 1.5), (−1.5, .5, −.5, 1.5): 4 / 5.
  expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12)
})

test('what does not vary has no correlation', () => {
  expect(correlation([1, 1], [2, 3])).toBeNaN()
  expect(correlation([2, 3], [1, 1])).toBeNaN()
})

test('a list stands in words with a comma between', () => {
  expect(list([1, 0.5])).toBe('1, 0.5')
  expect(list([1, 0.25], (value) => value.toFixed(1))).toBe('1.0, 0.3')
  expect(list([])).toBe('')
})
