import { matrixFromRows } from '@digon/matrix'
import { defineEnsemble } from '@digon/model'
import { linearLoss, reluLoss } from '@digon/theory'
import { expect, test } from 'vitest'
import { recomputedLoss } from './recomputed-loss.js'

const probability = 0.3
const importance = [1, 0.8, 0.5]
const weights = matrixFromRows([
  [1, 0.1],
  [-0.2, 0.9],
  [-0.6, -0.7],
])
const bias = Float64Array.of(-0.1, 0.05, 0.1)
const [member] = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  members: [{ data: { probability }, importance, seed: 5 }],
  batchSize: 1,
}).members

test.each([
  ['relu', reluLoss],
  ['identity', linearLoss],
] as const)('it is the exact loss of a model with outputs %s, within its standard error', (outputActivation, exact) => {
  const expected = exact({ weights, bias }, { probability, importance })
  const { exactLoss, exactStandardError } = recomputedLoss(
    { member: member!, weights, bias },
    { outputActivation, sampleCount: 100_000 },
  )
  expect(exactStandardError / expected).toBeLessThan(0.01)
  expect(Math.abs(exactLoss - expected) / exactStandardError).toBeLessThan(4)
})

test('other restarts are evaluated on other samples, the same one on the same', () => {
  const lossFrom = (seed: number) =>
    recomputedLoss({ member: { ...member!, seed }, weights, bias }, { sampleCount: 2000 }).exactLoss
  expect(lossFrom(1)).toBe(lossFrom(1))
  expect(lossFrom(1)).not.toBe(lossFrom(2))
})
