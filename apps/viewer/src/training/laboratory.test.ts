import { wasm } from '@digon/backend-wasm'
import { parseSpec } from '@digon/formats'
import { type Backend, DeviceLostError, reference, trainTask } from '@digon/model'
import { expect, test } from 'vitest'
import type { Change } from '../experiment/change.js'
import { defaultSettings, type Settings } from '../experiment/settings.js'
import { taskText } from '../experiment/task-text.js'
import type { Frame } from './frame.js'
import { type Clock, Laboratory, type PlayOptions } from './laboratory.js'
import { turnInMilliseconds } from './pace.js'

/** Time that passes only while the laboratory waits, or where a backend says that its steps take some. */
class FakeClock implements Clock {
  time = 0
  now(): number {
    return this.time
  }
  async wait(milliseconds: number): Promise<void> {
    this.time += Math.max(milliseconds, 1)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

const engine = wasm({ threads: 1 })
const small: Settings = { ...defaultSettings, batchSize: 32, restarts: 2 }
const fast: PlayOptions = { speed: 'fast', redrawInMilliseconds: 0 }

const open = (
  settings = small,
  changes: readonly Change[] = [],
  backend: Backend = engine,
  clock: Clock = new FakeClock(),
) => Laboratory.open({ backend, fallback: engine, clock }, settings, changes)

const bits = ({ step, weights, bias }: Frame) => ({ step, weights: [...weights], bias: [...(bias ?? [])] })

async function playUntil(laboratory: Laboratory, step: number, options: PlayOptions = fast): Promise<Frame> {
  let last: Frame | undefined
  await laboratory.play({ ...options, untilStep: step }, (frame) => {
    last = frame
  })
  return last!
}

/** An engine of which each step takes this long. */
function timed(clock: FakeClock, millisecondsPerStep: number): Backend {
  return {
    ...engine,
    open: async (ensemble, options) => {
      const session = await engine.open(ensemble, options)
      return {
        advance: (steps) => {
          clock.time += steps * millisecondsPerStep
          return session.advance(steps)
        },
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        evaluate: (batches) => session.evaluate(batches),
        dispose: () => session.dispose(),
      }
    },
  }
}

test('playing computes what stepping computes, at any speed', async () => {
  const stepped = bits(await (await open()).step(60))
  for (const speed of ['normal', 'fast', 'fastest'] as const) {
    const clock = new FakeClock()
    const laboratory = await open(small, [], timed(clock, 2), clock)
    expect(bits(await playUntil(laboratory, 60, { ...fast, speed }))).toEqual(stepped)
  }
})

test('a pause waits for a turn at most, whatever the speed and the machine', async () => {
  for (const millisecondsPerStep of [0.01, 0.3, 5]) {
    for (const speed of ['normal', 'fast', 'fastest'] as const) {
      const clock = new FakeClock()
      const laboratory = await open({ ...small, restarts: 1 }, [], timed(clock, millisecondsPerStep), clock)
      let pausedAt: number | undefined
      let answered: Promise<unknown> | undefined
      await laboratory.play({ ...fast, speed }, ({ step }) => {
        if (step < 40 || answered !== undefined) return
        // In the middle of a turn, as a click is.
        setTimeout(() => {
          pausedAt = clock.time
        })
        answered = new Promise((resolve) => setTimeout(resolve)).then(() => laboratory.pause())
      })
      await answered
      expect(clock.time - pausedAt!, `${speed}, ${millisecondsPerStep} ms a step`).toBeLessThanOrEqual(
        2 * turnInMilliseconds,
      )
    }
  }
})

test('a link with three live changes reaches the same step again, bit for bit', async () => {
  const live = await open()
  await live.step(50)
  await live.change({ kind: 'set', settings: { probability: 0.5 } })
  await live.step(30)
  await live.change({ kind: 'place', restart: 1, feature: 3, vector: [0.25, -0.75] })
  await live.change({ kind: 'pin', feature: 0 })
  const reached = bits(await live.step(40))
  const again = await open(small, live.changes)
  expect(bits(await playUntil(again, 120))).toEqual(reached)
  expect(again.changes).toEqual(live.changes)
})

test('a feature is cloned with its vector and its moments, and a deleted one leaves the others as they are', async () => {
  const laboratory = await open()
  const before = await laboratory.step(20)
  const { frame: cloned } = await laboratory.change({ kind: 'clone', feature: 1 })
  expect(cloned.featureCount).toBe(6)
  expect([...cloned.weights.slice(10, 12)]).toEqual([...before.weights.slice(2, 4)])
  const { frame: back } = await laboratory.change({ kind: 'delete', feature: 5 })
  expect(bits(back)).toEqual(bits(before))
})

test('a nudge moves every weight by a tenth at most, and the same nudge each time', async () => {
  const laboratory = await open()
  const before = await laboratory.step(20)
  const { frame: after } = await laboratory.change({ kind: 'nudge' })
  const shifts = Array.from(after.weights, (value, k) => Math.abs(value - before.weights[k]!))
  expect(Math.max(...shifts)).toBeLessThanOrEqual(0.1001)
  expect(Math.min(...shifts)).toBeGreaterThan(0)
  const again = await open()
  await again.step(20)
  expect(bits((await again.change({ kind: 'nudge' })).frame)).toEqual(bits(after))
})

test('a pinned feature keeps its weights and bias while the others train', async () => {
  const laboratory = await open()
  const before = await laboratory.step(30)
  await laboratory.change({ kind: 'pin', feature: 2 })
  const after = await laboratory.step(30)
  expect([...after.weights.slice(4, 6)]).toEqual([...before.weights.slice(4, 6)])
  expect([...after.weights.slice(0, 2)]).not.toEqual([...before.weights.slice(0, 2)])
})

test('going on from an earlier moment is the training that never went further; the later one stays as it was', async () => {
  const laboratory = await open()
  const early = bits(await laboratory.step(130))
  const later = bits(await laboratory.step(200))
  const forked = await laboratory.fork(130, 0)
  expect(bits(await forked.pause())).toEqual(early)
  expect(bits(await forked.step(200))).toEqual(later)
  expect(bits(await laboratory.pause())).toEqual(later)
})

test('a change that cannot be made changes nothing', async () => {
  const laboratory = await open()
  const before = bits(await laboratory.step(10))
  await expect(laboratory.change({ kind: 'pin', feature: 9 })).rejects.toThrow('there is no feature 10; there are 5')
  await expect(laboratory.change({ kind: 'set', settings: { importance: [1] } })).rejects.toThrow('importance')
  expect(bits(await laboratory.pause())).toEqual(before)
  expect(laboratory.changes).toEqual([])
})

test('the copied file trains to the same weights as the page, bit for bit, stages included', async () => {
  const laboratory = await open()
  await laboratory.step(40)
  await laboratory.change({ kind: 'set', settings: { probability: 0.4 } })
  await laboratory.change({ kind: 'set', settings: { learningRate: 0.01 } })
  await laboratory.step(40)
  await laboratory.change({ kind: 'pin', feature: 1 })
  const frame = await laboratory.step(40)
  const experiment = { settings: small, changes: laboratory.changes, engine: 'wasm', step: 120 } as const
  const file = taskText(experiment)
  if ('reason' in file) throw new Error(file.reason)
  const { task } = parseSpec(file.text, 'lab.yaml')
  const trained = await trainTask(task, wasm())
  expect([...trained.parameters.weights!.values]).toEqual([...frame.weights])
  expect([...trained.parameters.bias!.values]).toEqual([...frame.bias!])
})

test('weights that were moved by hand are in no file, and the reason is said', async () => {
  const changes: readonly Change[] = [{ fromStep: 5, kind: 'nudge' }]
  const file = taskText({ settings: small, changes, engine: 'wasm', step: 10 })
  expect(file).toMatchObject({ reason: expect.stringContaining('At step 5 the weights themselves were changed') })
})

/** An engine whose device is lost when it is asked for this, at this step or later; it read back nothing after step 100. */
function failing(call: 'advance' | 'parameters' | 'snapshot', step: number): Backend {
  return {
    ...reference(),
    name: 'webgpu',
    open: async (ensemble, options) => {
      const session = await engine.open(ensemble, options)
      let read = await session.snapshot()
      let made = read.step
      const lose = (asked: typeof call) => {
        if (asked === call && made >= step) throw new DeviceLostError('webgpu', 'unplugged', read, 0)
      }
      return {
        advance: async (steps) => {
          lose('advance')
          const progress = await session.advance(steps)
          made += steps
          if (made <= 100) read = await session.snapshot()
          return progress
        },
        parameters: async () => {
          lose('parameters')
          return session.parameters()
        },
        snapshot: async () => {
          lose('snapshot')
          return session.snapshot()
        },
        evaluate: (batches) => session.evaluate(batches),
        dispose: () => session.dispose(),
      }
    },
  }
}

test.each([
  ['while it trains', 'advance'],
  ['while a frame is read', 'parameters'],
  ['while a snapshot is read', 'snapshot'],
] as const)(
  'a GPU that is lost %s: the training goes on from its last snapshot on the other engine, and says so',
  async (_, call) => {
    const laboratory = await open(small, [], failing(call, 130))
    await laboratory.step(100)
    await laboratory.step(30)
    const frame = await laboratory.step(100)
    expect(frame.engine).toBe('wasm')
    expect(frame.notice).toMatch(
      /^The device of webgpu was lost at step \d+; training goes on with wasm from step 100\.$/,
    )
    expect(bits(await laboratory.step(300 - frame.step))).toEqual(bits(await (await open()).step(300)))
  },
)

test('a change that meets a lost GPU is made from the last snapshot on, and repeats', async () => {
  const laboratory = await open(small, [], failing('snapshot', 130))
  await laboratory.step(100)
  await laboratory.step(30)
  const { change, frame } = await laboratory.change({ kind: 'pin', feature: 1 })
  expect([change.fromStep, frame.step, frame.engine]).toEqual([100, 100, 'wasm'])
  const again = await open(small, laboratory.changes)
  expect(bits(await again.step(150))).toEqual(bits(await laboratory.step(50)))
})

test('a slow machine makes few steps a turn, so that a pause waits no longer than two turns', async () => {
  const clock = new FakeClock()
  const laboratory = await open(small, [], timed(clock, 10), clock)
  const steps: number[] = []
  await laboratory.play({ speed: 'fastest', redrawInMilliseconds: 0, untilStep: 40 }, ({ step }) => {
    steps.push(step)
  })
  const strides = steps.slice(1).map((step, index) => step - steps[index]!)
  expect(Math.max(...strides)).toBeLessThanOrEqual(3)
})

test('losses are exact where a formula knows them, of batches elsewhere', async () => {
  expect((await (await open()).step(1)).lossKind).toBe('expected')
  const untied = await open({ ...small, tied: false })
  const frame = await untied.step(1)
  expect(frame.lossKind).toBe('batch')
  expect(frame.outputWeights?.length).toBe(20)
  expect(frame.losses.every((loss) => loss > 0)).toBe(true)
})
