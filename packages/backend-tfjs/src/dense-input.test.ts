import { sampleBatch, toDense } from '@digon/data'
import { tidy, transpose } from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { DenseInput } from './dense-input.js'
import { startDevice } from './engine.js'
import { onEngine } from './realm.js'

const featureCount = 7
const batchOf = (seed: number, sampleCount: number) =>
  sampleBatch(
    { kind: 'independent', probability: 0.3, values: { kind: 'signed' } },
    { featureCount, seed, step: 4, sampleCount },
  )

test.each(['cpu', 'wasm'] as const)(
  'the block of %s holds the bits of the batches, in both orders of axes',
  async (name) => {
    const { device } = await startDevice(name, {})
    const batches = [batchOf(1, 33), batchOf(2, 33)]
    const expected = new Float32Array(batches.flatMap((batch) => Array.from(toDense(batch))))
    await onEngine(device.engineName, () =>
      tidy(() => {
        for (const axis of [1, 2] as const) {
          const input = new DenseInput(2, featureCount, 33, axis)
          // Written twice, so that what an earlier step left behind would show.
          for (const round of [[batchOf(8, 33), batchOf(9, 33)], batches]) {
            input.clear()
            for (const [member, batch] of round.entries()) input.write(member, batch, 0, 33)
          }
          const block = axis === 1 ? input.toTensor() : transpose(input.toTensor(), [0, 2, 1])
          expect(block.shape).toEqual([2, 33, featureCount])
          expect(block.dataSync()).toEqual(expected)
        }
      }),
    )
  },
)

test('samples from a range come first, and those that a batch does not have stay 0', () => {
  const batch = batchOf(3, 10)
  const input = new DenseInput(1, featureCount, 4, 1)
  input.write(0, batch, 8, 12)
  const block = input.toTensor()
  const expected = new Float32Array(4 * featureCount)
  expected.set(toDense(batch).subarray(8 * featureCount))
  expect(block.dataSync()).toEqual(expected)
  block.dispose()
})
