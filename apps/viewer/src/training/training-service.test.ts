import { type Backend, BackendUnavailableError, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { defaultSettings, type Engine } from '../experiment/settings.js'
import type { Clock } from './laboratory.js'
import { createTrainingService } from './training-service.js'

const clock: Clock = { now: () => performance.now(), wait: () => new Promise((resolve) => setTimeout(resolve)) }
const settings = { ...defaultSettings, batchSize: 8, restarts: 2 }

const unavailable = (name: string, reason: string): Backend => ({
  ...reference(),
  name,
  probe: async () => ({ available: false, reason }),
})

const service = (backends: Partial<Record<Engine, readonly Backend[]>>) =>
  createTrainingService({ backendsFor: async (engine) => backends[engine] ?? [], fallback: reference(), clock })

test('the first engine that runs here is taken, and the others’ reasons are told', async () => {
  const training = service({ automatic: [unavailable('wasm', 'no WebAssembly SIMD here'), reference()] })
  expect(await training.open('automatic', settings, [])).toMatchObject({
    engine: 'reference',
    passedOver: [{ name: 'wasm', reason: 'no WebAssembly SIMD here' }],
    frame: { step: 0, featureCount: 5 },
  })
})

test('an engine that cannot run here is refused with its reason, and the training goes on on the one it had', async () => {
  const training = service({ automatic: [reference()], wasm: [unavailable('wasm', 'no WebAssembly SIMD here')] })
  await training.open('automatic', settings, [])
  await training.step(3)
  const refusal = training.changeEngine('wasm')
  await expect(refusal).rejects.toThrow(BackendUnavailableError)
  await expect(refusal).rejects.toThrow('wasm: no WebAssembly SIMD here')
  await expect(training.open('wasm', settings, [])).rejects.toThrow('no WebAssembly SIMD here')
  expect((await training.step(1)).step).toBe(4)
})

test('another engine goes on at the same step, from the same weights, and ends the playing before it', async () => {
  const training = service({ automatic: [reference()], wasm: [{ ...reference(), name: 'wasm' }] })
  await training.open('automatic', settings, [])
  const before = await training.step(5)
  const playing = training.play({ speed: 'slow', redrawInMilliseconds: 0 }, () => {})
  const { engine, frame } = await training.changeEngine('wasm')
  await playing
  expect(engine).toBe('wasm')
  expect(frame.step).toBeGreaterThanOrEqual(before.step)
  expect((await training.step(1)).engine).toBe('wasm')
})

test('a new training keeps the one before it, which comes back as it was; undoing that brings the new one back', async () => {
  const training = service({ automatic: [reference()] })
  await training.open('automatic', settings, [])
  const before = await training.step(7)
  await training.open('automatic', { ...settings, seed: 2 }, [])
  const back = await training.undo()
  expect(back.frame.step).toBe(7)
  expect(back.settings.seed).toBe(1)
  expect([...back.frame.weights]).toEqual([...before.weights])
  expect((await training.undo()).settings.seed).toBe(2)
})

test('what is asked before a training is open, or brought back without one, says so', async () => {
  await expect(service({}).step(1)).rejects.toThrow('no engine is open')
  await expect(service({}).undo()).rejects.toThrow('no earlier training is kept')
})

test('a software GPU is taken by those who ask for it by name, never automatically', async () => {
  const software: Backend = {
    ...reference(),
    name: 'webgpu',
    probe: async () => ({ available: true, device: { description: 'a processor', kind: 'software', limits: {} } }),
  }
  const training = service({ automatic: [software, reference()], webgpu: [software] })
  expect((await training.open('automatic', settings, [])).engine).toBe('reference')
  expect(await training.open('webgpu', settings, [])).toMatchObject({ engine: 'webgpu', device: 'a processor' })
})

test('two settings in a row keep the model that was trained before both', async () => {
  const training = service({ automatic: [reference()] })
  await training.open('automatic', settings, [])
  const before = await training.step(7)
  await training.open('automatic', { ...settings, seed: 2 }, [])
  await training.open('automatic', { ...settings, seed: 3 }, [])
  const back = await training.undo()
  expect([back.settings.seed, back.frame.step]).toEqual([1, 7])
  expect([...back.frame.weights]).toEqual([...before.weights])
})
