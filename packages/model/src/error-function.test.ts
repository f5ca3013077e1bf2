import { expect, test } from 'vitest'
import { normalCumulative, normalDensity } from './error-function.js'

// x, Φ(x), φ(x) by mpmath 1.3 with 60 digits, rounded to float64.
const published: readonly (readonly [number, number, number])[] = [
  [0, 0.5, 0.3989422804014327],
  [1e-8, 0.5000000039894228, 0.39894228040143265],
  [0.1, 0.539827837277029, 0.39695254747701175],
  [0.5, 0.6914624612740131, 0.35206532676429947],
  [1, 0.8413447460685429, 0.24197072451914334],
  [1.9, 0.9712834401839981, 0.06561581477467661],
  [2.8, 0.997444869669572, 0.007915451582979967],
  [2.829, 0.9976653150520777, 0.0072950515306228056],
  [3, 0.9986501019683699, 0.0044318484119380075],
  [5, 0.9999997133484281, 1.4867195147342977e-6],
  [8, 0.9999999999999993, 5.052271083536892e-15],
  [-0.1, 0.460172162722971, 0.39695254747701175],
  [-1, 0.15865525393145705, 0.24197072451914334],
  [-2, 0.02275013194817921, 0.05399096651318805],
  [-2.8, 0.0025551303304279342, 0.007915451582979967],
  [-2.829, 0.002334684947922319, 0.0072950515306228056],
  [-3, 0.0013498980316300946, 0.0044318484119380075],
  [-5, 2.866515718791939e-7, 1.4867195147342977e-6],
  [-8, 6.220960574271784e-16, 5.052271083536892e-15],
  [-12, 1.776482112077679e-33, 2.1463837356630605e-32],
  [-20, 2.7536241186062337e-89, 5.520948362159764e-88],
  [-37, 5.725571222524577e-300, 2.1200065515246056e-298],
]

test('the cumulative normal agrees with 60-digit values to 3e-16, in the lower tail to 1e-13 of itself', () => {
  for (const [x, cumulative] of published) {
    const error = Math.abs(normalCumulative(x) - cumulative)
    expect(error).toBeLessThanOrEqual(3e-16)
    expect(error / cumulative).toBeLessThanOrEqual(1e-13)
  }
})

test('the normal density agrees with 60-digit values to 2e-15 of itself, far out to 1e-13', () => {
  for (const [x, , density] of published) {
    expect(Math.abs(normalDensity(x) - density) / density).toBeLessThanOrEqual(Math.abs(x) <= 5 ? 2e-15 : 1e-13)
  }
})

test('far out the cumulative normal is 0 and 1, and NaN stays NaN', () => {
  expect([-60, Number.NEGATIVE_INFINITY, 60, Number.POSITIVE_INFINITY].map(normalCumulative)).toEqual([0, 0, 1, 1])
  expect(normalCumulative(Number.NaN)).toBeNaN()
  expect(normalDensity(Number.POSITIVE_INFINITY)).toBe(0)
  expect(normalDensity(Number.NaN)).toBeNaN()
})
