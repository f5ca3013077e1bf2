/** The kernels' gelu against float64, from one tail to the other: value by the error of an output, derivative by its gradient. */
import { fromDense } from '@digon/data'
import { defineEnsemble, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'

test('gelu and its derivative agree with float64 from -9 to 9', async () => {
  const sums = Array.from({ length: 361 }, (_, index) => -9 + index / 20)
  // One feature, one dimension, input 1: the sum before the activation is the output weight.
  const tensor = (shape: readonly number[], value: number) => ({ shape, values: Float32Array.of(value) })
  const ensemble = defineEnsemble({
    model: { featureCount: 1, hiddenSize: 1, outputActivation: 'gelu', tied: false, outputBias: false },
    batchSize: 1,
    shared: { data: { kind: 'independent', probability: 1 } },
    members: sums.map((sum, seed) => ({
      seed,
      initialization: { kind: 'given', parameters: { weights: tensor([1, 1], 1), outputWeights: tensor([1, 1], sum) } },
    })),
  })
  const batches = sums.map(() => fromDense([1], 1, 1))
  const [found, expected] = await Promise.all(
    [wasm({ threads: 1 }), reference()].map(async (backend) => {
      const session = await backend.open(ensemble)
      const evaluation = await session.evaluate(batches, { gradients: true })
      await session.dispose()
      return evaluation
    }),
  )
  for (const [member, sum] of sums.entries()) {
    const error = Math.sqrt(expected!.errors[member]!)
    expect(Math.abs(Math.sqrt(found!.errors[member]!) - error)).toBeLessThan(4e-7 * Math.max(1, Math.abs(sum)))
    const derivative = expected!.gradients!.outputWeights!.values[member]!
    const foundDerivative = found!.gradients!.outputWeights!.values[member]!
    expect(Math.abs(foundDerivative - derivative)).toBeLessThan(2e-6 * Math.max(1, Math.abs(derivative)))
  }
})
