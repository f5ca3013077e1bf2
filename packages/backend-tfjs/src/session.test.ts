import { defineEnsemble, type Session } from '@digon/model'
import { getBackend, memory, mul, type Tensor } from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, test } from 'vitest'
import { type CustomForward, tfjs } from './index.js'

const ensemble = defineEnsemble({
  model: { featureCount: 6, hiddenSize: 2 },
  batchSize: 64,
  members: { count: 3, seed: 7, data: { kind: 'independent', probability: 0.3 } },
})

const scaled = defineEnsemble({
  model: { kind: 'custom', name: 'scaled', featureCount: 6, parameters: { weights: [1, 6] } },
  members: {
    seed: 1,
    data: { kind: 'independent', probability: 0.3 },
    initialization: { kind: 'normal', deviation: 1 },
  },
})

const open: Session[] = []
afterEach(async () => {
  for (const session of open.splice(0)) await session.dispose()
})

async function openOn(device: 'cpu' | 'wasm'): Promise<Session> {
  const session = await tfjs(device).open(ensemble)
  open.push(session)
  return session
}

test('sessions of different devices at work together train as they do alone', async () => {
  const alone = { cpu: await (await openOn('cpu')).advance(60), wasm: await (await openOn('wasm')).advance(60) }
  const [cpu, wasm] = [await openOn('cpu'), await openOn('wasm')]
  const found = await Promise.all([cpu.advance(60), wasm.advance(60)])
  expect(found).toEqual([alone.cpu, alone.wasm])
})

test('neither of two sessions waits for the end of the other, and each runs on its own device', async () => {
  const turns: string[] = []
  const controller = new AbortController()
  const advanceOn = async (device: 'cpu' | 'wasm') => {
    const forward: CustomForward<Tensor> = ({ weights }, input) => {
      if (turns.at(-1) !== device) turns.push(device)
      expect(getBackend()).toBe(device)
      if (turns.length === 7) controller.abort(new Error('seen enough'))
      return { output: mul(input, weights!) }
    }
    const session = await tfjs(device, { customModels: { scaled: forward } }).open(scaled)
    open.push(session)
    return session.advance(1e7, { signal: controller.signal })
  }
  const results = await Promise.allSettled([advanceOn('cpu'), advanceOn('wasm')])
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { message: 'seen enough' } })
  expect(turns).toHaveLength(7)
})

describe.each(['cpu', 'wasm'] as const)('a session on %s', (device) => {
  test('holds as many tensors after an abort as before, and none after dispose', async () => {
    await tfjs(device).probe()
    const before = memory().numTensors
    const session = await openOn(device)
    await session.advance(2)
    const held = memory().numTensors
    // Weights and bias with two moments each, and the scale of the errors.
    expect(held - before).toBe(7)
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 30)
    await expect(session.advance(1e6, { signal: controller.signal })).rejects.toThrow('enough')
    expect(memory().numTensors).toBe(held)
    expect((await session.snapshot()).step).toBeGreaterThan(2)
    await session.dispose()
    expect(memory().numTensors).toBe(before)
  })

  test('keeps no tensor when opening is aborted on the way', async () => {
    await tfjs(device).probe()
    const before = memory().numTensors
    const controller = new AbortController()
    const opening = tfjs(device).open(ensemble, { signal: controller.signal })
    controller.abort(new Error('never mind'))
    await expect(opening).rejects.toThrow('never mind')
    expect(memory().numTensors).toBe(before)
  })

  test('lets timers through while it trains', async () => {
    const session = await openOn(device)
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    const start = performance.now()
    while (performance.now() - start < 200) await session.advance(100)
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(3)
  })
})
