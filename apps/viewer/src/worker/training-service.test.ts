import { type Backend, BackendUnavailableError, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { defaultSettings, type Engine } from '../trainer/settings.js'
import type { Clock } from '../trainer/trainer.js'
import { createTrainingService } from './training-service.js'

const clock: Clock = { now: () => performance.now(), wait: () => new Promise((resolve) => setTimeout(resolve)) }

const unavailable = (name: string, reason: string): Backend => ({
  ...reference(),
  name,
  probe: async () => ({ available: false, reason }),
})

const service = (backends: Partial<Record<Engine, readonly Backend[]>>) =>
  createTrainingService((engine) => backends[engine] ?? [], clock)

test('the first engine that runs here is taken, and the others’ reasons are told', async () => {
  const training = service({ automatic: [unavailable('wasm', 'no WebAssembly SIMD here'), reference()] })
  const opened = await training.open('automatic', defaultSettings)
  expect(opened).toMatchObject({
    engine: 'reference',
    passedOver: [{ name: 'wasm', reason: 'no WebAssembly SIMD here' }],
    frame: { step: 0, probability: 0.1 },
  })
})

test('an engine that cannot run here is refused with its reason, and what was open stays open', async () => {
  const training = service({ automatic: [reference()], wasm: [unavailable('wasm', 'no WebAssembly SIMD here')] })
  await training.open('automatic', defaultSettings)
  await training.step(3)
  const refusal = training.open('wasm', defaultSettings)
  await expect(refusal).rejects.toThrow(BackendUnavailableError)
  await expect(refusal).rejects.toThrow('wasm: no WebAssembly SIMD here')
  expect((await training.step(1)).step).toBe(4)
})

test('another engine starts anew and ends the playing of the one before', async () => {
  const training = service({ automatic: [reference()], wasm: [{ ...reference(), name: 'wasm' }] })
  await training.open('automatic', defaultSettings)
  const playing = training.play({ speed: 'fast', redrawInMilliseconds: 33 }, () => {})
  const { engine, frame } = await training.open('wasm', { seed: 5, probability: 1 })
  await playing
  expect(engine).toBe('wasm')
  expect(frame).toMatchObject({ step: 0, probability: 1 })
})

test('nothing works before an engine is open, and says so', async () => {
  await expect(service({}).step(1)).rejects.toThrow('no engine is open')
})

test('a software GPU is taken by those who ask for it by name, never automatically', async () => {
  const software: Backend = {
    ...reference(),
    name: 'webgpu',
    probe: async () => ({ available: true, device: { description: 'a processor', kind: 'software', limits: {} } }),
  }
  const training = service({ automatic: [software, reference()], webgpu: [software] })
  expect((await training.open('automatic', defaultSettings)).engine).toBe('reference')
  expect(await training.open('webgpu', defaultSettings)).toMatchObject({ engine: 'webgpu', device: 'a processor' })
})
