import { type FeatureLaw, sampleBatch } from '@digon/data'
import { matrixFromRows } from '@digon/matrix'
import { defineEnsemble } from '@digon/model'
import { digonSimulation } from '@digon/theory'
import { expect, test } from 'vitest'
import { simulate } from './simulation.js'

const { model } = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  shared: { data: { probability: 1 } },
  members: { seed: 1 },
})
const weightsOf = (rows: readonly (readonly number[])[], bias = [0, 0, 0, 0]) => ({
  weights: matrixFromRows(rows),
  bias: Float64Array.from(bias),
})
const digons = weightsOf([
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
])
const compare = (weights: ReturnType<typeof weightsOf>, law: FeatureLaw, sampleCount = 200_000) =>
  simulate(model, weights, sampleBatch(law, { featureCount: 4, seed: 8, step: 0, sampleCount }))

test.each([0.05, 0.3, 0.8])('digons are explained as the closed form says, at p = %d', (probability) => {
  const { explained } = compare(digons, { kind: 'independent', probability })
  expect(Math.abs(explained - digonSimulation(probability).explained)).toBeLessThan(0.01)
})

test('noise of digons by active count: none alone, 1/3 whenever a pair is complete', () => {
  // Of two active features one in three is the other’s partner; of three there is always one pair, of four there are two.
  for (const [activeCount, pairs] of [
    [1, 0],
    [2, 1 / 3],
    [3, 1],
    [4, 2],
  ] as const) {
    const { noise } = compare(digons, { kind: 'exactly', activeCount }, 50_000)
    expect(Math.abs(noise - pairs / 3)).toBeLessThan(0.01)
  }
})

test('a model without superposition is its own larger model, whatever its biases', () => {
  const apart = weightsOf(
    [
      [1.2, 0],
      [0, 0.7],
      [0, 0],
      [0, 0],
    ],
    [-0.1, 0.2, 0.3, -1],
  )
  const { explained, explainedVariance, noise } = compare(apart, { kind: 'independent', probability: 0.4 }, 5000)
  expect(explained).toBeCloseTo(1, 10)
  expect(explainedVariance).toBeCloseTo(1, 10)
  expect(noise).toBeLessThan(1e-12)
})

test('constants explain the square of the output and none of its variance', () => {
  // All four on one line; nothing is left of the larger model but the biases.
  const { explained, explainedVariance } = compare(
    weightsOf(new Array(4).fill([0.1, 0]), [1, 1, 1, 1]),
    { kind: 'independent', probability: 0.5 },
    5000,
  )
  expect(explained).toBeGreaterThan(0.99)
  // Each output moves by .01 Σ x_j, and the larger model's by the own one of four terms.
  expect(Math.abs(explainedVariance - 0.25)).toBeLessThan(0.02)
})
