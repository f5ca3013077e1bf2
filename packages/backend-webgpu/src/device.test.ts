/** What sessions leave behind, how many dispatches a step takes, how large ensembles fit, and what becomes of a lost device. */
import { fromDense, sampleBatch } from '@digon/data'
import {
  type BackendChangeEvent,
  DeviceLostError,
  defineEnsemble,
  reference,
  type TrainEvent,
  train,
} from '@digon/model'
import { afterAll, expect } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import { type ComputeDevice, countBuffers } from './compute-device.js'
import { DeviceFaultError } from './errors.js'
import { startDevice } from './realm.js'
import { webgpu } from './webgpu.js'

async function computeDevice(): Promise<ComputeDevice> {
  const started = await startDevice()
  if ('reason' in started) throw new Error(started.reason)
  return started.device
}

const small = defineEnsemble({
  model: { featureCount: 5, hiddenSize: 2 },
  batchSize: 64,
  members: { count: 3, seed: 1, data: { probability: 0.3 } },
})

afterAll(async () => {
  const started = await startDevice()
  if ('device' in started) started.device.gpuDevice.destroy()
})

testOnAdapter.each([
  ['one kind of law in a narrow model', 3, 5, [{ probability: 0.3 }, { probability: 1 }]],
  ['two kinds of laws in a narrow model', 4, 5, [{ probability: 1 }, { probability: 0.05 }]],
  [
    'these and a law of the general sampler',
    6,
    5,
    [{ probability: 1 }, { probability: 0.05 }, { kind: 'exactly' as const, activeCount: 2 }],
  ],
  ['a wide model, whatever its laws', 4, 40, [{ probability: 1 }, { probability: 0.05 }]],
])('a step of %s is %i dispatches', async (_, dispatches, featureCount, laws) => {
  const session = await webgpu().open(
    defineEnsemble({
      model: { featureCount, hiddenSize: 2 },
      batchSize: 64,
      members: laws.map((data, seed) => ({ seed, data })),
    }),
  )
  const before = (await computeDevice()).dispatchCount
  await session.advance(30)
  expect((await computeDevice()).dispatchCount - before).toBe(30 * dispatches)
  await session.dispose()
})

testOnAdapter('sessions destroy all their buffers, one that is opened with an aborted signal too', async () => {
  const before = countBuffers()
  const session = await webgpu().open(small)
  expect(countBuffers()).toBeGreaterThan(before)
  await session.evaluate(
    small.members.map(() => fromDense([0, 0.5, 0, 0, 1], 1, 5)),
    { gradients: true },
  )
  await session.advance(3)
  await session.snapshot()
  await Promise.all([session.dispose(), session.dispose()])
  expect(countBuffers()).toBe(before)
  const controller = new AbortController()
  const opening = webgpu().open(small, { signal: controller.signal })
  controller.abort(new Error('changed my mind'))
  await expect(opening).rejects.toThrow('changed my mind')
  expect(countBuffers()).toBe(before)
})

testOnAdapter(
  'large ensembles fit and run: 1,000 members of (2, 1), 100 of (400, 30)',
  async () => {
    const narrow = defineEnsemble({
      model: { featureCount: 2, hiddenSize: 1 },
      batchSize: 16,
      members: { count: 1000, seed: 3, data: { probability: 0.5 } },
    })
    const wide = defineEnsemble({
      model: { featureCount: 400, hiddenSize: 30 },
      batchSize: 4,
      members: { count: 100, seed: 4, data: { probability: 0.01 } },
    })
    for (const ensemble of [narrow, wide]) {
      const session = await webgpu().open(ensemble)
      const { losses } = await session.advance(2)
      const last = ensemble.members.length - 1
      const judge = await reference().open({ ...ensemble, members: [ensemble.members[last]!] })
      const expected = (await judge.advance(2)).losses[0]!
      expect(Math.abs(losses[last]! - expected)).toBeLessThan(1e-5 * expected)
      await session.dispose()
    }
  },
  60_000,
)

testOnAdapter('an evaluation in several parts is that of the reference', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 300, hiddenSize: 2 },
    batchSize: 4,
    members: [
      { seed: 5, data: { probability: 0.01 } },
      { seed: 6, data: { probability: 0.01 } },
    ],
  })
  const batches = [900, 20].map((sampleCount, seed) =>
    sampleBatch({ kind: 'independent', probability: 0.01 }, { featureCount: 300, seed, step: 0, sampleCount }),
  )
  const [session, judge] = [await webgpu().open(ensemble), await reference().open(ensemble)]
  const found = await session.evaluate(batches, { gradients: true })
  const expected = await judge.evaluate(batches, { gradients: true })
  for (const [member, loss] of expected.losses.entries()) {
    expect(Math.abs(found.losses[member]! - loss)).toBeLessThan(1e-5 * loss)
  }
  const difference = expected.gradients!.weights!.values.map((value, k) =>
    Math.abs(found.gradients!.weights!.values[k]! - value),
  )
  expect(Math.max(...difference)).toBeLessThan(1e-4 * Math.max(...expected.gradients!.weights!.values.map(Math.abs)))
  await session.dispose()
})

testOnAdapter(
  'a lost device ends its sessions with the last snapshot, and the next session gets a new device',
  async () => {
    const session = await webgpu().open(small)
    await session.advance(4)
    const snapshot = await session.snapshot()
    const running = session.advance(1_000_000)
    const lost = await computeDevice()
    setTimeout(() => lost.gpuDevice.destroy(), 20)
    const error = await running.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DeviceLostError)
    expect((error as DeviceLostError).snapshot).toEqual(snapshot)
    expect((error as DeviceLostError).message).toMatch(
      /^device of webgpu lost: .*; the last snapshot is of step 4, taken \d+\.\d s earlier$/,
    )
    await expect(session.parameters()).rejects.toBeInstanceOf(DeviceLostError)
    await session.dispose()
    const next = await webgpu().open(small, { snapshot: (error as DeviceLostError).snapshot })
    expect((await next.advance(1)).step).toBe(5)
    await next.dispose()
  },
)

testOnAdapter(
  'training goes on from the last state read back, on the reference, when the device is destroyed',
  async () => {
    const backend = webgpu({ snapshotIntervalInSeconds: 0.001 })
    let changed: BackendChangeEvent | undefined
    let last: TrainEvent | undefined
    for await (const event of train(backend, small, { steps: 300, chunkSteps: 20, fallbacks: [reference()] })) {
      if (event.type === 'progress' && event.step === 100) (await computeDevice()).gpuDevice.destroy()
      if (event.type === 'backend-change') changed = event
      last = event
    }
    expect(changed).toMatchObject({ from: 'webgpu', to: 'reference', passedOver: [] })
    expect(changed!.reason).toMatch(/^device lost: /)
    expect(changed!.step).toBeGreaterThanOrEqual(60)
    expect(changed!.step).toBeLessThanOrEqual(120)
    expect(changed!.snapshotAgeInSeconds).toBeLessThan(5)
    expect(last).toMatchObject({ type: 'run-end', step: 300 })
  },
)

testOnAdapter('calls of one step each have their state read back as often as asked for', async () => {
  const session = await webgpu({ snapshotIntervalInSeconds: 0.001 }).open(small)
  for (let call = 0; call < 5; call++) {
    await session.advance(1)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  ;(await computeDevice()).gpuDevice.destroy()
  const error = await session.advance(1).catch((reason: unknown) => reason)
  expect((error as DeviceLostError).snapshot.step).toBeGreaterThanOrEqual(4)
  await session.dispose()
})

testOnAdapter('the state is read back while training, as often as asked for', async () => {
  const session = await webgpu({ snapshotIntervalInSeconds: 0.001 }).open(small)
  const running = session.advance(1_000_000)
  const lost = await computeDevice()
  setTimeout(() => lost.gpuDevice.destroy(), 200)
  const error = await running.catch((reason: unknown) => reason)
  expect((error as DeviceLostError).snapshot.step).toBeGreaterThan(0)
  await session.dispose()
})

testOnAdapter('an error of the device ends its sessions and names itself', async () => {
  const session = await webgpu().open(small)
  const broken = await computeDevice()
  broken.gpuDevice.createShaderModule({ code: 'no shader' })
  await broken.done().catch(() => undefined)
  const error = await session.advance(1000).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(DeviceFaultError)
  expect((error as DeviceFaultError).snapshot.step).toBe(0)
  await session.dispose()
})
