import { matrixFromRows } from '@digon/matrix'
import { groupedReluLoss } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import { exactStates, pairsAt } from './exact-states.js'

let exact: ReturnType<typeof exactStates>
beforeAll(() => {
  exact = exactStates([0.03, 0.1, 0.25, 0.5])
})

test('pairs collapse one after the other at the known probabilities', () => {
  const [first, second, third] = exact.thresholds
  expect(first).toBeCloseTo(0.0714, 3)
  expect(second).toBeCloseTo(0.141, 2)
  expect(third).toBeGreaterThan(0.37)
  expect(third).toBeLessThan(0.4)
})

test('optima are those of the states between thresholds, below simple models of the same state', () => {
  expect(exact.optima.map(({ collapsed }) => collapsed)).toEqual([0, 1, 2, 3])
  const hexagon = matrixFromRows(
    [0, 60, 120, 180, 240, 300].map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
  )
  const plain = groupedReluLoss({ weights: hexagon, bias: new Float64Array(6) }, pairsAt(0.03))
  expect(exact.optima[0]!.loss).toBeLessThan(plain)
  // Trained models reach this loss, in units of the variance, to four digits.
  expect(exact.optima[0]!.loss / (0.03 / 3 - 0.03 ** 2 / 4)).toBeCloseTo(0.0789, 4)
  // Three collapsed pairs at p = 0.5 keep 0.4262 of the variance, on a triangle.
  expect(exact.optima[3]!.loss / (0.5 / 3 - 0.25 / 4)).toBeCloseTo(0.4262, 4)
})
