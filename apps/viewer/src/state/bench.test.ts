import { effect } from '@preact/signals'
import { expect, test } from 'vitest'
import type { Frame } from '../laboratory/frame.js'
import { FakeTraining, frameAt } from '../worker/fake-training.test-support.js'
import type { Opened } from '../worker/training.js'
import { type ParsedAddress, parseAddress } from './address.js'
import { type Bench, createBench } from './bench.js'

interface Stage {
  readonly bench: Bench
  readonly training: FakeTraining
  /** What screen readers are told, in order. */
  readonly said: string[]
  time: number
}

async function opened(address: ParsedAddress = parseAddress('')): Promise<Stage> {
  const training = new FakeTraining()
  const stage = { training, said: [] as string[], time: 0 }
  const bench = createBench(training, { address, redrawInMilliseconds: () => 7, now: () => stage.time })
  effect(() => {
    stage.said.push(bench.announcement.value)
  })
  await bench.open()
  return Object.assign(stage, { bench })
}

test('opening asks for the engine and the settings of the address, and shows the start', async () => {
  const { bench, training } = await opened(parseAddress('?seed=5&probability=0.5&engine=tfjs-wasm'))
  expect(training.calls).toEqual([['open', 'tfjs-wasm', { seed: 5, probability: 0.5 }]])
  expect(bench.opened.value?.engine).toBe('wasm')
  expect(bench.frame.value?.step).toBe(0)
  expect(bench.history.value.points.map(({ step }) => step)).toEqual([0])
})

test('an engine that cannot be opened is a problem to read, and another one can be chosen', async () => {
  const { bench, training } = await opened()
  training.answers.set('open', new Error('no backend available: wasm: no WebAssembly SIMD here'))
  await bench.changeEngine('wasm')
  expect(bench.problem.value).toContain('no WebAssembly SIMD here')
  expect(bench.opened.value).toBeUndefined()
  expect(bench.frame.value).toBeUndefined()
  training.answers.delete('open')
  await bench.changeEngine('tfjs-wasm')
  expect(bench.problem.value).toBeUndefined()
  expect(training.calls.at(-1)).toEqual(['open', 'tfjs-wasm', { seed: 1, probability: 0.1 }])
  expect(bench.frame.value?.step).toBe(0)
})

test('of two engines chosen one after the other the later one counts', async () => {
  const { bench, training } = await opened()
  let answer: (opened: Opened) => void = () => undefined
  training.answers.set(
    'open',
    new Promise<Opened>((resolve) => {
      answer = resolve
    }),
  )
  const slow = bench.changeEngine('tfjs-wasm')
  training.answers.delete('open')
  await bench.changeEngine('wasm')
  answer({ engine: 'tfjs-wasm', device: '', passedOver: [], frame: frameAt(0) })
  await slow
  expect(bench.opened.value?.engine).toBe('wasm')
})

test('playing shows the frames as they come, at the chosen speed', async () => {
  const { bench, training } = await opened()
  await bench.changeSpeed('fast')
  const playing = bench.play()
  expect(bench.playing.value).toBe(true)
  expect(training.calls.at(-1)).toEqual(['play', { speed: 'fast', redrawInMilliseconds: 7 }])
  training.show!(frameAt(10))
  training.show!(frameAt(30))
  expect(bench.frame.value?.step).toBe(30)
  expect(bench.history.value.points.map(({ step }) => step)).toEqual([0, 10, 30])
  await bench.pause()
  await playing
  expect(bench.playing.value).toBe(false)
  expect(bench.frame.value?.step).toBe(31)
})

test('the speed reaches the worker while it plays, and only then', async () => {
  const { bench, training } = await opened()
  await bench.changeSpeed('slow')
  expect(training.names).toEqual(['open'])
  void bench.play()
  await bench.changeSpeed('fastest')
  expect(training.calls.at(-1)).toEqual(['changeSpeed', 'fastest'])
  expect(bench.speed.value).toBe('fastest')
  await bench.pause()
})

test('pressing play twice plays once', async () => {
  const { bench, training } = await opened()
  void bench.play()
  await bench.play()
  expect(training.names).toEqual(['open', 'play'])
  await bench.pause()
})

test('a frame that was on its way when playing was paused or reset is not shown', async () => {
  const { bench, training } = await opened()
  void bench.play()
  const late = training.show!
  late(frameAt(10))
  await bench.pause()
  late(frameAt(40))
  expect(bench.frame.value?.step).toBe(31)
  await bench.reset()
  late(frameAt(50))
  expect(bench.frame.value?.step).toBe(0)
  expect(bench.history.value.points.map(({ step }) => step)).toEqual([0])
})

test('an answer to an earlier pause does not take the page back', async () => {
  const { bench, training } = await opened()
  let answer: (frame: Frame) => void = () => undefined
  const late = new Promise<Frame>((resolve) => {
    answer = resolve
  })
  void bench.play()
  training.answers.set('pause', late)
  const pauses = [bench.pause()]
  void bench.play()
  training.show!(frameAt(40))
  training.answers.set('pause', frameAt(41))
  pauses.push(bench.pause())
  answer(frameAt(31))
  await pauses[0]
  expect(bench.frame.value?.step).toBeGreaterThanOrEqual(40)
  await pauses[1]
  expect(bench.frame.value?.step).toBe(41)
})

test('the answer to a pause that was taken back is not heard of', async () => {
  const { bench, training } = await opened()
  void bench.play()
  const pausing = bench.pause()
  void bench.play()
  await pausing
  expect(bench.playing.value).toBe(true)
  expect(bench.frame.value?.step).toBe(0)
  expect(bench.announcement.value).toBe('Playing.')
  expect(training.names).toEqual(['open', 'play', 'pause', 'play'])
})

test('reset asks for the present settings and empties the curves', async () => {
  const { bench, training } = await opened()
  await bench.step(100)
  await bench.changeSeed(9)
  expect(training.calls.at(-1)).toEqual(['reset', { seed: 9, probability: 0.1 }])
  expect(bench.history.value.points).toHaveLength(1)
  expect(bench.frame.value?.step).toBe(0)
})

test('while one probability is being changed only the newest of the others waits', async () => {
  const { bench, training } = await opened()
  const changes = [0.2, 0.3, 0.4, 0.5].map((probability) => bench.changeProbability(probability))
  expect(bench.settings.value.probability).toBe(0.5)
  await Promise.all(changes)
  expect(training.calls.slice(1)).toEqual([
    ['changeProbability', 0.2],
    ['changeProbability', 0.5],
  ])
  expect(bench.frame.value).toEqual(frameAt(12, 0.5))
})

test('a probability that cannot be changed goes back to the one trained at, and playing stops in the worker too', async () => {
  const { bench, training } = await opened()
  const playing = bench.play()
  training.answers.set('changeProbability', new Error('no memory'))
  await bench.changeProbability(0.7)
  await playing
  expect(bench.problem.value).toBe('no memory')
  expect(bench.settings.value.probability).toBe(0.1)
  expect(bench.playing.value).toBe(false)
  expect(training.names.at(-1)).toBe('pause')
})

test('a step that fails is a problem to read, gone with the next thing that works', async () => {
  const { bench, training } = await opened()
  training.answers.set('step', new Error('worker lost'))
  await bench.step(1)
  expect(bench.problem.value).toBe('worker lost')
  expect(bench.frame.value?.step).toBe(0)
  training.answers.delete('step')
  await bench.step(1)
  expect(bench.problem.value).toBeUndefined()
})

test('screen readers hear what was done, and of the course of training only every ten seconds', async () => {
  const stage = await opened()
  const { bench, training, said } = stage
  void bench.play()
  for (let step = 1; step <= 750; step++) {
    stage.time = step * 33
    training.show!(frameAt(step))
  }
  await bench.pause()
  const square = 'Restart 1: square: digon of 1 and 3, digon of 2 and 4.'
  expect(said.slice(-4)).toEqual([
    'Playing.',
    `Step 304. ${square}`,
    `Step 608. ${square}`,
    `Paused. Step 31. ${square}`,
  ])
})
