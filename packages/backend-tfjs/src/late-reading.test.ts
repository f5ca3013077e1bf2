import { defineEnsemble } from '@digon/model'
import { memory, Tensor } from '@tensorflow/tfjs-core'
import { expect, test, vi } from 'vitest'
import { openSession, startDevice } from './engine.js'

// What a GPU does, on a device that is always there.
const ensemble = defineEnsemble({
  model: { featureCount: 6, hiddenSize: 2 },
  batchSize: 32,
  shared: { data: { kind: 'independent', probability: 0.3 } },
  members: [
    { seed: 1 },
    // Diverges at its second step, so that choosing happens late as well.
    { seed: 2, learningRate: 1e30 },
  ],
})

test('a device that hands numbers over later trains the same', async () => {
  const { device } = await startDevice('wasm', {})
  const [atOnce, later] = [
    await openSession(device, ensemble, {}, {}),
    await openSession({ ...device, readsAtOnce: false }, ensemble, {}, {}),
  ]
  const expected = await atOnce.advance(20)
  expect(expected.diverged).toHaveLength(1)
  expect(await later.advance(20)).toEqual(expected)
  expect(await later.snapshot()).toEqual(await atOnce.snapshot())
  await Promise.all([atOnce.dispose(), later.dispose()])
})

test('a step whose losses cannot be read is not made, and leaves no tensor behind', async () => {
  const { device } = await startDevice('wasm', {})
  const session = await openSession({ ...device, readsAtOnce: false }, ensemble, {}, {})
  await session.advance(1)
  const held = memory().numTensors
  const read = vi.spyOn(Tensor.prototype, 'data').mockRejectedValueOnce(new Error('lost'))
  await expect(session.advance(3)).rejects.toThrow('lost')
  read.mockRestore()
  expect(memory().numTensors).toBe(held)
  expect((await session.advance(1)).step).toBe(2)
  await session.dispose()
})
