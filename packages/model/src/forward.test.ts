import { fromDense, sampleBatch } from '@digon/data'
import { ShapeError } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnsupportedEnsembleError } from './backend-errors.js'
import { defineEnsemble } from './define-ensemble.js'
import type { AutoencoderDescription } from './ensemble-description.js'
import { forward, targetOutput } from './forward.js'
import { initialParameters } from './initial-parameters.js'
import { reference } from './reference.js'

test('a tied ReLU model computes ReLU(W Wᵀ x + b), by hand', () => {
  const { model } = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 1 } },
  })
  const parameters = {
    weights: { shape: [2, 2, 1], values: new Float64Array([9, 9, 1, -2]) },
    bias: { shape: [2, 2], values: new Float64Array([9, 9, -0.25, 0.5]) },
  }
  // Member 1, x = (1, 0), (0, 0.5), (0, 0): hidden 1, −1, 0; W h + b = (0.75, −1.5), (−1.25, 2.5), (−0.25, 0.5).
  const { hidden, output } = forward(model, parameters, 1, fromDense([1, 0, 0, 0.5, 0, 0], 3, 2))
  expect(hidden).toEqual({ rows: 3, columns: 1, values: new Float64Array([1, -1, 0]) })
  expect(output).toEqual({ rows: 3, columns: 2, values: new Float64Array([0.75, 0, 0, 2.5, 0, 0.5]) })
})

test('an untied model with a hidden bias takes every number from its own index, by hand', () => {
  const { model } = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 3, tied: false, hiddenBias: true, hiddenActivation: 'relu' },
    members: { seed: 1, data: { probability: 1 } },
  })
  const parameters = {
    weights: { shape: [1, 2, 3], values: new Float64Array([1, 2, 3, 4, 5, 6]) },
    outputWeights: { shape: [1, 3, 2], values: new Float64Array([1, 10, 2, 20, 3, 30]) },
    bias: { shape: [1, 2], values: new Float64Array([0.5, 1000]) },
    hiddenBias: { shape: [1, 3], values: new Float64Array([0, -100, 1]) },
  }
  // x = (1, 1): sums (5, 7, 9) + hiddenBias = (5, −93, 10), ReLU (5, 0, 10); outputs 5 · 1 + 10 · 3 + 0.5, 5 · 10 + 10 · 30 + 1000.
  const { hidden, output } = forward(model, parameters, 0, fromDense([1, 1], 1, 2))
  expect([...hidden.values]).toEqual([5, 0, 10])
  expect([...output.values]).toEqual([35.5, 1350])
})

const models: fc.Arbitrary<AutoencoderDescription> = fc.record({
  featureCount: fc.integer({ min: 1, max: 6 }),
  hiddenSize: fc.integer({ min: 1, max: 7 }),
  hiddenActivation: fc.constantFrom('identity', 'relu'),
  outputActivation: fc.constantFrom('identity', 'relu', 'gelu'),
  tied: fc.boolean(),
  outputBias: fc.boolean(),
  hiddenBias: fc.boolean(),
})

test('for every model and target the errors are those that the reference evaluates', async () => {
  await fc.assert(
    fc.asyncProperty(models, fc.constantFrom('identity' as const, 'absolute' as const), async (model, target) => {
      const law = { kind: 'independent', probability: 0.5, values: { kind: 'signed' } } as const
      const ensemble = defineEnsemble({ model, target, members: { count: 2, seed: 4, data: law } })
      const { featureCount } = ensemble.model
      const sampleCount = 5
      const batches = [0, 1].map((seed) => sampleBatch(law, { featureCount, seed, step: 0, sampleCount }))
      const session = await reference().open(ensemble)
      const { errors } = await session.evaluate(batches)
      await session.dispose()
      const parameters = initialParameters(ensemble)
      for (const [member, batch] of batches.entries()) {
        const { output } = forward(ensemble.model, parameters, member, batch)
        const wanted = targetOutput(target, batch)
        for (let feature = 0; feature < featureCount; feature++) {
          let mean = 0
          for (let sample = 0; sample < sampleCount; sample++) {
            const index = sample * featureCount + feature
            mean += (wanted.values[index]! - output.values[index]!) ** 2 / sampleCount
          }
          expect(mean).toBeCloseTo(errors[member * featureCount + feature]!, 12)
        }
      }
    }),
    { seed: 1, numRuns: 60 },
  )
})

test('the target is x, or |x|', () => {
  const batch = fromDense([0.5, -0.25, 0, -1], 2, 2)
  expect(targetOutput('identity', batch).values).toEqual(new Float64Array([0.5, -0.25, 0, -1]))
  expect(targetOutput('absolute', batch).values).toEqual(new Float64Array([0.5, 0.25, 0, 1]))
})

test('a batch of another width and a custom model are refused', () => {
  const { model } = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 1 } },
  })
  expect(() => forward(model, {}, 0, fromDense([1, 2, 3], 1, 3))).toThrow(ShapeError)
  const custom = { kind: 'custom', name: 'deep', featureCount: 2, parameters: { first: [2, 2] } } as const
  expect(() => forward(custom, {}, 0, fromDense([1, 2], 1, 2))).toThrow(UnsupportedEnsembleError)
})
