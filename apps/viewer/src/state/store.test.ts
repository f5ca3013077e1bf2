import { effect } from '@preact/signals'
import { expect, test } from 'vitest'
import type { Frame } from '../trainer/frame.js'
import { FakeTraining, frameAt } from '../worker/fake-training.test-support.js'
import type { Opened } from '../worker/training.js'
import { type ParsedAddress, parseAddress } from './address.js'
import { createStore, type Store } from './store.js'

interface Stage {
  readonly store: Store
  readonly training: FakeTraining
  /** What screen readers are told, in order. */
  readonly said: string[]
  time: number
}

async function opened(address: ParsedAddress = parseAddress('')): Promise<Stage> {
  const training = new FakeTraining()
  const stage = { training, said: [] as string[], time: 0 }
  const store = createStore(training, { address, redrawInMilliseconds: () => 7, now: () => stage.time })
  effect(() => {
    stage.said.push(store.announcement.value)
  })
  await store.open()
  return Object.assign(stage, { store })
}

test('opening asks for the engine and the settings of the address, and shows the start', async () => {
  const { store, training } = await opened(parseAddress('?seed=5&probability=0.5&engine=tfjs-wasm'))
  expect(training.calls).toEqual([['open', 'tfjs-wasm', { seed: 5, probability: 0.5 }]])
  expect(store.opened.value?.engine).toBe('wasm')
  expect(store.frame.value?.step).toBe(0)
  expect(store.history.value.points.map(({ step }) => step)).toEqual([0])
})

test('an engine that cannot be opened is a problem to read, and another one can be chosen', async () => {
  const { store, training } = await opened()
  training.answers.set('open', new Error('no backend available: wasm: no WebAssembly SIMD here'))
  await store.changeEngine('wasm')
  expect(store.problem.value).toContain('no WebAssembly SIMD here')
  expect(store.opened.value).toBeUndefined()
  expect(store.frame.value).toBeUndefined()
  training.answers.delete('open')
  await store.changeEngine('tfjs-wasm')
  expect(store.problem.value).toBeUndefined()
  expect(training.calls.at(-1)).toEqual(['open', 'tfjs-wasm', { seed: 1, probability: 0.1 }])
  expect(store.frame.value?.step).toBe(0)
})

test('of two engines chosen one after the other the later one counts', async () => {
  const { store, training } = await opened()
  let answer: (opened: Opened) => void = () => undefined
  training.answers.set(
    'open',
    new Promise<Opened>((resolve) => {
      answer = resolve
    }),
  )
  const slow = store.changeEngine('tfjs-wasm')
  training.answers.delete('open')
  await store.changeEngine('wasm')
  answer({ engine: 'tfjs-wasm', device: '', passedOver: [], frame: frameAt(0) })
  await slow
  expect(store.opened.value?.engine).toBe('wasm')
})

test('playing shows the frames as they come, at the chosen speed', async () => {
  const { store, training } = await opened()
  await store.changeSpeed('fast')
  const playing = store.play()
  expect(store.playing.value).toBe(true)
  expect(training.calls.at(-1)).toEqual(['play', { speed: 'fast', redrawInMilliseconds: 7 }])
  training.show!(frameAt(10))
  training.show!(frameAt(30))
  expect(store.frame.value?.step).toBe(30)
  expect(store.history.value.points.map(({ step }) => step)).toEqual([0, 10, 30])
  await store.pause()
  await playing
  expect(store.playing.value).toBe(false)
  expect(store.frame.value?.step).toBe(31)
})

test('the speed reaches the worker while it plays, and only then', async () => {
  const { store, training } = await opened()
  await store.changeSpeed('slow')
  expect(training.names).toEqual(['open'])
  void store.play()
  await store.changeSpeed('fastest')
  expect(training.calls.at(-1)).toEqual(['changeSpeed', 'fastest'])
  expect(store.speed.value).toBe('fastest')
  await store.pause()
})

test('pressing play twice plays once', async () => {
  const { store, training } = await opened()
  void store.play()
  await store.play()
  expect(training.names).toEqual(['open', 'play'])
  await store.pause()
})

test('a frame that was on its way when playing was paused or reset is not shown', async () => {
  const { store, training } = await opened()
  void store.play()
  const late = training.show!
  late(frameAt(10))
  await store.pause()
  late(frameAt(40))
  expect(store.frame.value?.step).toBe(31)
  await store.reset()
  late(frameAt(50))
  expect(store.frame.value?.step).toBe(0)
  expect(store.history.value.points.map(({ step }) => step)).toEqual([0])
})

test('an answer to an earlier pause does not take the page back', async () => {
  const { store, training } = await opened()
  let answer: (frame: Frame) => void = () => undefined
  const late = new Promise<Frame>((resolve) => {
    answer = resolve
  })
  void store.play()
  training.answers.set('pause', late)
  const pauses = [store.pause()]
  void store.play()
  training.show!(frameAt(40))
  training.answers.set('pause', frameAt(41))
  pauses.push(store.pause())
  answer(frameAt(31))
  await pauses[0]
  expect(store.frame.value?.step).toBeGreaterThanOrEqual(40)
  await pauses[1]
  expect(store.frame.value?.step).toBe(41)
})

test('the answer to a pause that was taken back is not heard of', async () => {
  const { store, training } = await opened()
  void store.play()
  const pausing = store.pause()
  void store.play()
  await pausing
  expect(store.playing.value).toBe(true)
  expect(store.frame.value?.step).toBe(0)
  expect(store.announcement.value).toBe('Playing.')
  expect(training.names).toEqual(['open', 'play', 'pause', 'play'])
})

test('reset asks for the present settings and empties the curves', async () => {
  const { store, training } = await opened()
  await store.step(100)
  await store.changeSeed(9)
  expect(training.calls.at(-1)).toEqual(['reset', { seed: 9, probability: 0.1 }])
  expect(store.history.value.points).toHaveLength(1)
  expect(store.frame.value?.step).toBe(0)
})

test('while one probability is being changed only the newest of the others waits', async () => {
  const { store, training } = await opened()
  const changes = [0.2, 0.3, 0.4, 0.5].map((probability) => store.changeProbability(probability))
  expect(store.settings.value.probability).toBe(0.5)
  await Promise.all(changes)
  expect(training.calls.slice(1)).toEqual([
    ['changeProbability', 0.2],
    ['changeProbability', 0.5],
  ])
  expect(store.frame.value).toEqual(frameAt(12, 0.5))
})

test('a probability that cannot be changed goes back to the one trained at, and playing stops in the worker too', async () => {
  const { store, training } = await opened()
  const playing = store.play()
  training.answers.set('changeProbability', new Error('no memory'))
  await store.changeProbability(0.7)
  await playing
  expect(store.problem.value).toBe('no memory')
  expect(store.settings.value.probability).toBe(0.1)
  expect(store.playing.value).toBe(false)
  expect(training.names.at(-1)).toBe('pause')
})

test('a step that fails is a problem to read, gone with the next thing that works', async () => {
  const { store, training } = await opened()
  training.answers.set('step', new Error('worker lost'))
  await store.step(1)
  expect(store.problem.value).toBe('worker lost')
  expect(store.frame.value?.step).toBe(0)
  training.answers.delete('step')
  await store.step(1)
  expect(store.problem.value).toBeUndefined()
})

test('screen readers hear what was done, and of the course of training only every ten seconds', async () => {
  const stage = await opened()
  const { store, training, said } = stage
  void store.play()
  for (let step = 1; step <= 750; step++) {
    stage.time = step * 33
    training.show!(frameAt(step))
  }
  await store.pause()
  const square = 'Restart 1: square: digon of 1 and 3, digon of 2 and 4.'
  expect(said.slice(-4)).toEqual([
    'Playing.',
    `Step 304. ${square}`,
    `Step 608. ${square}`,
    `Paused. Step 31. ${square}`,
  ])
})
