import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import { stepCoefficients } from '../step-coefficients.js'
import { coefficientLength, coefficientTable } from './coefficient-table.js'

const ensemble = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  optimizer: { schedule: { kind: 'cosine', totalSteps: 20 } },
  members: [0.001, 0.01, 0.1].map((learningRate, seed) => ({ seed, learningRate, data: { probability: 1 } })),
})

test.each(['member', 'step'] as const)('with the %s leading, each row has the rounded coefficients', (leading) => {
  const members = [2, 0]
  const [firstStep, steps] = [5, 3]
  const table = coefficientTable(ensemble, { members, firstStep, steps, leading })
  expect(table.length).toBe(2 * 3 * coefficientLength)
  for (const [own, member] of members.entries()) {
    for (let step = 0; step < steps; step++) {
      const row = leading === 'member' ? own * steps + step : step * members.length + own
      const expected = stepCoefficients(ensemble, firstStep + step)
      expect([...table.subarray(row * coefficientLength, (row + 1) * coefficientLength)]).toEqual([
        Math.fround(expected.learningRates[member]! * expected.firstCorrection),
        Math.fround(expected.decayFactors[member]!),
        Math.fround(expected.secondCorrection),
        0,
      ])
    }
  }
})
