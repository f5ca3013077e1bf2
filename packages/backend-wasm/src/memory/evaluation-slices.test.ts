/** Evaluation batches larger than the room for them: cut into parts that together are the batch, with the sums of the whole. */
import { sampleBatch } from '@digon/data'
import { defineEnsemble, reference } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { expect, test } from 'vitest'
import { wasm } from '../backend.js'
import { batchLayout } from '../generated/record-layouts.js'
import { evaluationSlices } from './evaluation-slices.js'
import { tensorLayout } from './tensor-layout.js'

const law = { kind: 'independent', probability: 0.4 } as const
const ensemble = defineEnsemble({
  model: { featureCount: 5, hiddenSize: 2, hiddenBias: true },
  members: { seed: 3, data: law, hiddenL1: 0.1 },
}) as AutoencoderEnsemble
const draw = (sampleCount: number) => sampleBatch(law, { featureCount: 5, seed: 9, step: 0, sampleCount, purpose: 2 })

test('parts fit the room and hold all samples in order', () => {
  const batch = draw(500)
  const room = 2048
  const values: number[] = []
  let samples = 0
  for (const { bytes, batchAddress } of evaluationSlices(
    ensemble.members[0]!,
    tensorLayout(ensemble.model),
    batch,
    4096,
    room,
  )) {
    expect(bytes.length).toBeLessThanOrEqual(room)
    const view = new DataView(bytes.buffer)
    const field = (name: keyof typeof batchLayout.fields) =>
      view.getUint32(batchAddress - 4096 + batchLayout.fields[name].offset, true)
    const count = field('sampleCount')
    samples += count
    const entries = view.getUint32(field('offsets') - 4096 + 4 * count, true)
    for (let entry = 0; entry < entries; entry++) values.push(view.getFloat32(field('values') - 4096 + 4 * entry, true))
  }
  expect(samples).toBe(500)
  expect(values).toEqual([...batch.values])
})

test('losses, errors and gradients of 50,000 samples agree with float64', async () => {
  const batch = draw(50_000)
  const [found, expected] = await Promise.all(
    [wasm({ threads: 1 }), reference()].map(async (backend) => {
      const session = await backend.open(ensemble)
      const evaluation = await session.evaluate([batch], { gradients: true })
      await session.dispose()
      return evaluation
    }),
  )
  expect(Math.abs(found!.losses[0]! / expected!.losses[0]! - 1)).toBeLessThan(1e-6)
  for (const [feature, error] of expected!.errors.entries()) {
    expect(Math.abs(found!.errors[feature]! / error - 1)).toBeLessThan(1e-6)
  }
  for (const [name, { values }] of Object.entries(expected!.gradients!)) {
    const largest = Math.max(...Array.from(values, Math.abs))
    for (const [index, value] of values.entries()) {
      expect(Math.abs(found!.gradients![name]!.values[index]! - value)).toBeLessThan(1e-5 * largest)
    }
  }
})
