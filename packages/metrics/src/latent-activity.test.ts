import { matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { hedgingAngleInDegrees } from './hedging-angle.js'
import { explainedVariance, latentActivity, meanProjectionAtRank } from './latent-activity.js'

test('L0, densities and dead latents are counted', () => {
  const codes = matrixFromRows([
    [1, 0, 0, 0.5],
    [2, 0, 0, 0],
    [0, 0, 0, 0],
    [1, 3, 0, 0],
  ])
  const { activePerSample, densities, dead } = latentActivity(codes)
  expect(activePerSample).toBe(5 / 4)
  expect([...densities]).toEqual([0.75, 0.25, 0, 0.25])
  expect(dead).toEqual([2])
})

test('explained variance: 1 for the inputs, 0 for their mean, 3/4 for half of every deviation', () => {
  const inputs = matrixFromRows([
    [1, 4],
    [3, 0],
    [2, 2],
  ])
  const toward = (share: number) =>
    matrixFromRows([
      [2 - share, 2 + 2 * share],
      [2 + share, 2 - 2 * share],
      [2, 2],
    ])
  expect(explainedVariance(inputs, inputs)).toBe(1)
  expect(explainedVariance(inputs, toward(0))).toBe(0)
  expect(explainedVariance(inputs, toward(0.5))).toBeCloseTo(0.75, 15)
  expect(explainedVariance(inputs, toward(-1))).toBe(-3)
  expect(() => explainedVariance(inputs, matrixFromRows([[1, 4]]))).toThrow('invalid outputs: 1 × 2; expected 3 × 2')
})

test('the n-th largest projection, less the bias, averaged over samples', () => {
  const decoder = matrixFromRows([
    [1, 0],
    [0, 1],
    [-1, 0],
  ])
  const inputs = matrixFromRows([
    [3, 2],
    [0, 5],
  ])
  // Less (1, 1): projections 2, 1, −2 and −1, 4, 1.
  const at = (rank: number) => meanProjectionAtRank(inputs, decoder, [1, 1], rank)
  expect([at(1), at(2), at(3)]).toEqual([3, 1, -1.5])
  expect(() => at(4)).toThrow('invalid rank: 4; expected an integer from 1 to 3, the latents')
  expect(() => meanProjectionAtRank(matrix(0, 2, new Float64Array(0)), decoder, [0, 0], 1)).toThrow('no sample')
})

test('the hedging angle is that of the mixture, with its sign, at any length of the features', () => {
  expect(hedgingAngleInDegrees([1, 0, 0], [2, 0, 0], [0, 0, 3])).toBe(0)
  expect(hedgingAngleInDegrees([1, 5, 1], [1, 0, 0], [0, 0, 1])).toBeCloseTo(45, 12)
  expect(hedgingAngleInDegrees([Math.sqrt(3), 0, -1], [1, 0, 0], [0, 0, 7])).toBeCloseTo(-30, 12)
  expect(hedgingAngleInDegrees([0, 1, 0], [1, 0, 0], [0, 0, 1])).toBeNaN()
  expect(() => hedgingAngleInDegrees([1, 0], [0, 0], [0, 1])).toThrow('invalid own: a zero vector')
})
