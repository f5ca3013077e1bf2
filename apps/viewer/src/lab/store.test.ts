import { reference } from '@digon/model'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../experiment/address.js'
import type { Training } from '../training/training.js'
import { createTrainingService } from '../training/training-service.js'
import { WorkerLostError } from '../worker/connect.js'
import { createLabStore } from './store.js'

const clock = { now: () => performance.now(), wait: () => new Promise<void>((resolve) => setTimeout(resolve)) }
const query = '?v=3&batch=8&restarts=2'

/** The page's store on a real training in this thread, with some of its answers replaced. */
function storeOn(address = query, replaced: (training: Training) => Partial<Training> = () => ({})) {
  const training = createTrainingService({ backendsFor: async () => [reference()], fallback: reference(), clock })
  const store = createLabStore(
    { ...training, ...replaced(training) },
    { address: parseAddress(address), redrawInMilliseconds: () => 0, now: clock.now },
  )
  return { store, training }
}

test('the link of what is seen opens the same model at the same step', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(20)
  await store.change({ probability: 0.5 })
  await store.step(10)
  await store.act({ kind: 'place', restart: 0, feature: 1, vector: [0.5, 0.25] })
  const link = formatAddress(store.experiment.value)
  expect(link).toContain('step=30')
  const { store: other } = storeOn(link)
  await other.start()
  expect(other.notes).toEqual([])
  expect(other.frame.value!.step).toBe(30)
  expect(other.frame.value!.weights).toEqual(store.frame.value!.weights)
  expect(other.changes.value).toEqual(store.changes.value)
})

test('a setting that cannot act live starts anew, and the training before it comes back', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(15)
  const before = store.frame.value!.weights
  await store.change({ seed: 2 })
  expect(store.frame.value!.step).toBe(0)
  expect(store.undoable.value).toBe('the training at step 15')
  await store.undo()
  expect(store.frame.value!.step).toBe(15)
  expect(store.frame.value!.weights).toEqual(before)
  expect(store.settings.value.seed).toBe(1)
})

test('an engine that fails to open leaves the model on show and in training', async () => {
  const { store } = storeOn(query, () => ({ changeEngine: () => Promise.reject(new Error('offline')) }))
  await store.start()
  await store.step(5)
  await store.changeEngine('tfjs-wasm')
  expect(store.problem.value).toBe('offline')
  expect(store.engine.value).toBe('automatic')
  expect(store.frame.value!.step).toBe(5)
  await store.step(1)
  expect(store.frame.value!.step).toBe(6)
  expect(store.problem.value).toBeUndefined()
})

test('choosing an engine keeps the step', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(5)
  await store.changeEngine('wasm')
  expect(store.frame.value!.step).toBe(5)
  expect(store.problem.value).toBeUndefined()
})

test('when the worker is lost, the same steps are made again, and it is said', async () => {
  let lost = false
  const { store } = storeOn(query, (training) => ({
    step: (steps) => {
      if (!lost) return training.step(steps)
      lost = false
      return Promise.reject(new WorkerLostError(true, ''))
    },
  }))
  await store.start()
  await store.step(12)
  const before = store.frame.value!.weights
  lost = true
  await store.step(1)
  expect(store.frame.value!.step).toBe(12)
  expect(store.frame.value!.weights).toEqual(before)
  expect(store.notice.value).toContain('The worker that trains stopped. The same steps are being made again')
})

test('a change that fails says so, and settings stay those that are trained on', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(5)
  await store.change({ importance: [1, 1] })
  expect(store.problem.value).toContain('importance')
  expect(store.moment.value.settings.importance).toEqual({ base: 0.9 })
})

test('looking back shows the model of that step, and going on from there begins a training of its own', async () => {
  const { store } = storeOn()
  await store.start()
  for (let turn = 0; turn < 6; turn++) await store.step(5)
  store.lookedBack.value = 2
  expect(store.shown.value!.step).toBe(10)
  expect(formatAddress(store.experiment.value)).toContain('step=10')
  await store.fork()
  expect(store.frame.value!.step).toBe(10)
  expect(store.undoable.value).toBe('the training at step 30')
})

test('new weights at the p of this moment begin at step 0, without changes', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(5)
  await store.change({ probability: 0.03 })
  await store.resetHere()
  expect(store.frame.value!.step).toBe(0)
  expect(store.settings.value.probability).toBe(0.03)
  expect(store.changes.value).toEqual([])
})

test('what two settings in a row started anew still leads back to the model that was trained', async () => {
  const { store } = storeOn()
  await store.start()
  await store.step(15)
  await store.change({ seed: 2 })
  await store.change({ seed: 3 })
  expect(store.undoable.value).toBe('the training at step 15')
  await store.undo()
  expect([store.frame.value!.step, store.settings.value.seed]).toEqual([15, 1])
  expect(store.undoable.value).toBeUndefined()
})

test('when a device is lost, the page names the engine that took over, goes back with it, and asks for the lost one no more', async () => {
  let lost = false
  const { store } = storeOn(`${query}&engine=webgpu`, (training) => ({
    step: async (steps) => {
      const frame = await training.step(steps)
      return lost ? { ...frame, step: 12, engine: 'wasm', notice: 'The device of webgpu was lost.' } : frame
    },
  }))
  await store.start()
  for (let turn = 0; turn < 5; turn++) await store.step(4)
  lost = true
  await store.step(1)
  expect(store.frame.value!.step).toBe(12)
  expect(store.opened.value).toMatchObject({ engine: 'wasm', device: 'the device of reference was lost' })
  expect(store.engine.value).toBe('wasm')
  expect(store.notice.value).toBe('The device of webgpu was lost.')
  expect(store.ring.value.frames.every(({ step }) => step <= 12)).toBe(true)
  expect(store.history.value.every(({ step }) => step <= 12)).toBe(true)
})

test('the restart that is looked at is in the link', async () => {
  const { store } = storeOn()
  await store.start()
  store.selected.value = 1
  const link = formatAddress(store.experiment.value)
  expect(link).toBe('?v=3&batch=8&restarts=2&restart=2')
  expect(storeOn(link).store.selected.value).toBe(1)
})

test('a loss that no longer falls pauses a training once, and again after a change', async () => {
  const { store } = storeOn('?v=3&n=1&m=1&batch=1&restarts=1&rate=0.05')
  await store.start()
  store.speed.value = 'fastest'
  await store.play()
  const paused = store.frame.value!.step
  expect(store.notice.value).toContain('the loss no longer falls')
  const playing = store.play()
  while (store.frame.value!.step < paused + 3000) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(store.playing.value).toBe(true)
  await store.change({ probability: 0.2 })
  await playing
  expect(store.frame.value!.step).toBeGreaterThan(paused + 3000)
})
