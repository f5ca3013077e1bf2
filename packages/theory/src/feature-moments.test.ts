import { expect, test } from 'vitest'
import { featureMean, featureMeanSquare, featureVariance } from './feature-moments.js'

/** ∫₀¹ f by the midpoint rule; exact for the linear f, 1e-9 for the quadratic one. */
function mean(f: (x: number) => number): number {
  const count = 20_000
  let sum = 0
  for (let k = 0; k < count; k++) sum += f((k + 0.5) / count)
  return sum / count
}

test.each([0, 0.05, 0.3, 1])('moments of a feature with probability %d are those of its law', (probability) => {
  expect(featureMean(probability)).toBeCloseTo(probability * mean((x) => x), 9)
  expect(featureMeanSquare(probability)).toBeCloseTo(probability * mean((x) => x * x), 8)
  const center = probability / 2
  const variance = (1 - probability) * center ** 2 + probability * mean((x) => (x - center) ** 2)
  expect(featureVariance(probability)).toBeCloseTo(variance, 8)
})

test('a dense feature has the variance 1/12 of the uniform law', () => {
  expect(featureVariance(1)).toBeCloseTo(1 / 12, 15)
})

test.each([-0.1, 1.2, Number.NaN, Infinity])('the probability %d is refused', (probability) => {
  expect(() => featureVariance(probability)).toThrow(
    `invalid probability: ${probability}; expected a number from 0 to 1`,
  )
})
