import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestAffordablePenalty, penalizedCost, penalizedNorm } from './penalized-feature.js'

const costAt = (norm: number, penalty: number) => (1 - norm * norm) ** 2 / 3 + (penalty * norm) / 2

test('without a penalty the norm is 1 and nothing is lost', () => {
  expect(penalizedNorm(0)).toBeCloseTo(1, 12)
  expect(penalizedCost(0)).toBeCloseTo(0, 12)
})

test('the norm shrinks to √(2/3) and then jumps to 0, where both cost 1/3', () => {
  expect(largestAffordablePenalty).toBeCloseTo(0.7258, 4)
  const before = penalizedNorm(largestAffordablePenalty - 1e-9)
  expect(before).toBeCloseTo(Math.sqrt(2 / 3), 6)
  expect(costAt(before, largestAffordablePenalty)).toBeCloseTo(1 / 3, 8)
  expect(penalizedNorm(largestAffordablePenalty)).toBe(0)
  expect(penalizedCost(1)).toBeCloseTo(1 / 3, 12)
})

test('no norm costs less', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      (penalty, norm) => {
        expect(penalizedCost(penalty)).toBeLessThanOrEqual(costAt(norm, penalty) + 1e-12)
      },
    ),
    { seed: 4, numRuns: 300 },
  )
})

test('a penalty is a number from 0 on', () => {
  for (const wrong of [-1e-9, Number.NaN]) expect(() => penalizedNorm(wrong)).toThrow('invalid penalty')
})
