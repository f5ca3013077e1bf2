import { type Backend, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { ensembleFor } from './ensemble.js'
import { type Frame, frameOf } from './frame.js'
import { type Clock, type PlayOptions, Trainer } from './trainer.js'

/** Time that passes only while the trainer waits, or where a backend says that its steps take some. */
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

const settings = { seed: 3, probability: 0.1 }
const normal: PlayOptions = { speed: 'normal', redrawInMilliseconds: 0 }
const fast: PlayOptions = { ...normal, speed: 'fast' }
const open = (backend: Backend = reference(), clock: Clock = new FakeClock()) => Trainer.open(backend, settings, clock)
const bytes = (frame: Frame) => JSON.stringify(frame)

/** An engine of which each step takes this long. */
function timed(clock: FakeClock, millisecondsPerStep: number): Backend {
  return {
    ...reference(),
    open: async (ensemble, options) => {
      const session = await reference().open(ensemble, options)
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

/** Plays until a frame has come for which `enough` says so. @returns all frames, the one of the pause last. */
async function playUntil(
  trainer: Trainer,
  enough: (frame: Frame) => boolean,
  options: PlayOptions = fast,
): Promise<Frame[]> {
  const frames: Frame[] = []
  let pausing: Promise<Frame> | undefined
  await trainer.play(options, (frame) => {
    frames.push(frame)
    if (enough(frame)) pausing = trainer.pause()
  })
  frames.push(await pausing!)
  return frames
}

test('reset returns to the same start, and the course from there is the same, byte for byte', async () => {
  const trainer = await open()
  const start = await trainer.pause()
  const later = await trainer.step(30)
  await playUntil(trainer, ({ step }) => step > 40)
  expect(bytes(await trainer.reset(settings))).toBe(bytes(start))
  expect(bytes(await trainer.step(30))).toBe(bytes(later))
  expect(bytes(later)).not.toBe(bytes(start))
  expect(start.step).toBe(0)
  expect(later.step).toBe(30)
})

test('another seed starts elsewhere', async () => {
  const trainer = await open()
  const start = await trainer.pause()
  const other = await trainer.reset({ ...settings, seed: 4 })
  expect(other.restarts[0]!.weights).not.toEqual(start.restarts[0]!.weights)
})

test('playing computes what stepping computes, at any speed', async () => {
  for (const options of [normal, fast, { ...normal, speed: 'fastest' } as const]) {
    const clock = new FakeClock()
    const played = (await playUntil(await open(timed(clock, 2), clock), ({ step }) => step >= 20, options)).at(-1)!
    expect(bytes(await (await open()).step(played.step))).toBe(bytes(played))
  }
})

test('step makes one step', async () => {
  const trainer = await open()
  expect((await trainer.step(1)).step).toBe(1)
  expect((await trainer.step(1)).step).toBe(2)
  await expect(trainer.step(0)).rejects.toThrow('invalid steps: 0')
})

test('no step is made after a pause', async () => {
  const clock = new FakeClock()
  const trainer = await open(reference(), clock)
  const frames = await playUntil(trainer, ({ step }) => step >= 10)
  for (let turn = 0; turn < 20; turn++) await clock.wait(33)
  expect(bytes(await trainer.pause())).toBe(bytes(frames.at(-1)!))
})

test('a loop that was paused stays dead when another one begins at once', async () => {
  const trainer = await open()
  const first = trainer.play(fast, () => {})
  const pausing = trainer.pause()
  const second = trainer.play(fast, () => {})
  await first
  await trainer.pause()
  await Promise.all([second, pausing])
})

test('at another probability training goes on from the very same weights and moments', async () => {
  const trainer = await open()
  const before = await trainer.step(20)
  const changed = await trainer.changeProbability(0.5)
  expect(changed.step).toBe(20)
  expect(changed.probability).toBe(0.5)
  for (const [restart, { weights, bias }] of before.restarts.entries()) {
    expect(changed.restarts[restart]).toMatchObject({ weights, bias })
  }

  const old = ensembleFor(settings)
  const session = await reference().open(old)
  await session.advance(20)
  const snapshot = await session.snapshot()
  const next = ensembleFor({ ...settings, probability: 0.5 })
  const continued = await reference().open(next, { snapshot })
  await continued.advance(5)
  await session.advance(5)
  const facts = { step: 25, probability: 0.5, importance: next.members[0]!.importance, diverged: new Set<number>() }
  const after = bytes(await trainer.step(5))
  expect(after).toBe(bytes(frameOf(await continued.parameters(), facts)))
  expect(after).not.toBe(bytes(frameOf(await session.parameters(), facts)))
})

test('a probability changed while playing takes effect without stopping', async () => {
  const opened: unknown[] = []
  const backend: Backend = {
    ...reference(),
    open: (ensemble, options) => {
      opened.push(ensemble.members.map(({ data }) => data))
      return reference().open(ensemble, options)
    },
  }
  const trainer = await open(backend)
  let changing: Promise<Frame> | undefined
  const frames = await playUntil(trainer, (frame) => {
    if (frame.step >= 10) changing ??= trainer.changeProbability(1)
    return frame.step >= 40
  })
  const changed = await changing!
  const law = (probability: number) => ({ kind: 'independent', probability })
  expect(opened).toMatchObject([Array(4).fill(law(0.1)), Array(4).fill(law(1))])
  expect(frames.map(({ step }) => step)).toEqual(frames.map(({ step }) => step).toSorted((a, b) => a - b))
  for (const { step, probability } of frames) {
    if (step !== changed.step) expect(probability).toBe(step < changed.step ? 0.1 : 1)
  }
})

test('when a change fails, training goes on as before', async () => {
  let openings = 0
  const backend: Backend = {
    ...reference(),
    open: (ensemble, options) =>
      openings++ === 0 ? reference().open(ensemble, options) : Promise.reject(new Error('no memory')),
  }
  const trainer = await open(backend)
  await trainer.step(10)
  await expect(trainer.changeProbability(0.5)).rejects.toThrow('no memory')
  const frame = await trainer.step(1)
  expect(frame).toMatchObject({ step: 11, probability: 0.1 })
})

test('reset ends playing', async () => {
  const trainer = await open()
  let resetting: Promise<Frame> | undefined
  await trainer.play(fast, ({ step }) => {
    if (step >= 10) resetting = trainer.reset(settings)
  })
  expect((await resetting!).step).toBe(0)
  expect((await trainer.pause()).step).toBe(0)
})

test('a slow machine makes few steps a turn, so that a pause waits no longer than two turns', async () => {
  const clock = new FakeClock()
  const trainer = await open(timed(clock, 10), clock)
  const frames = await playUntil(trainer, ({ step }) => step >= 30, { ...normal, speed: 'fastest' })
  const strides = frames.slice(1, -1).map(({ step }, index) => step - frames[index]!.step)
  expect(Math.max(...strides)).toBe(3)
})

test('the speed changes while playing', async () => {
  const trainer = await open()
  const steps: number[] = []
  await playUntil(
    trainer,
    ({ step }) => {
      steps.push(step)
      if (step >= 10) trainer.changeSpeed('fast')
      return step >= 60
    },
    normal,
  )
  const strides = steps.slice(1).map((step, index) => step - steps[index]!)
  expect(Math.max(...strides.slice(0, 4))).toBeLessThanOrEqual(2)
  expect(Math.max(...strides)).toBeGreaterThanOrEqual(8)
})

test('frames are handed over no more often than asked', async () => {
  const clock = new FakeClock()
  const trainer = await open(reference(), clock)
  const times: number[] = []
  await playUntil(
    trainer,
    ({ step }) => {
      times.push(clock.now())
      return step >= 80
    },
    { speed: 'normal', redrawInMilliseconds: 500 },
  )
  expect(times.length).toBe(4)
  for (const [index, time] of times.slice(1).entries()) expect(time - times[index]!).toBeGreaterThanOrEqual(500)
})

test('after dispose nothing more is computed', async () => {
  const trainer = await open()
  const playing = trainer.play(fast, () => {})
  await trainer.dispose()
  await playing
  await expect(trainer.step(1)).rejects.toThrow('disposed')
})
