import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Frame } from '../laboratory/laboratory.js'
import { defaultSettings, restartCount, type Settings } from '../laboratory/settings.js'

/**
 * What the page knows, as signals, and the verbs that change it. Views read signals and call verbs; the worker is handed in,
 * so that tests can put another one in its place.
 */

/** The worker as the page sees it. */
export interface Training {
  open(settings: Settings): Promise<{ backend: string; frame: Frame }>
  reset(settings: Settings): Promise<Frame>
  look(): Promise<Frame>
  step(steps: number): Promise<Frame>
  play(show: (frame: Frame) => void): Promise<void>
  pause(): Promise<void>
  changeProbability(probability: number): Promise<Frame>
}

/** A point of the loss curves. */
export interface LossPoint {
  readonly step: number
  readonly losses: readonly number[]
}

/** Points kept of a curve; when there are more, every other one is dropped. */
const mostPoints = 400

export interface Bench {
  readonly settings: ReadonlySignal<Settings>
  readonly frame: ReadonlySignal<Frame | undefined>
  readonly history: ReadonlySignal<readonly LossPoint[]>
  readonly playing: ReadonlySignal<boolean>
  readonly backend: ReadonlySignal<string | undefined>
  readonly selected: Signal<number>
  /** What went wrong, for people; undefined when nothing did. */
  readonly problem: ReadonlySignal<string | undefined>
  open(): Promise<void>
  play(): Promise<void>
  pause(): Promise<void>
  step(steps: number): Promise<void>
  reset(): Promise<void>
  changeSeed(seed: number): Promise<void>
  changeProbability(probability: number): Promise<void>
}

export function createBench(training: Training, initial: Settings = defaultSettings): Bench {
  const settings = signal(initial)
  const frame = signal<Frame | undefined>(undefined)
  const history = signal<readonly LossPoint[]>([])
  const playing = signal(false)
  const backend = signal<string | undefined>(undefined)
  const selected = signal(0)
  const problem = signal<string | undefined>(undefined)
  let stride = 1

  const show = (next: Frame): void => {
    batch(() => {
      const previous = frame.value
      frame.value = next
      if (next.step === 0 || (previous !== undefined && next.step < previous.step)) {
        stride = 1
        history.value = []
      }
      if (next.step === 0 || next.step === previous?.step) return
      const last = history.value.at(-1)
      if (last !== undefined && next.step - last.step < stride) return
      const extended = [...history.value, { step: next.step, losses: next.restarts.map(({ loss }) => loss) }]
      if (extended.length <= mostPoints) history.value = extended
      else {
        history.value = extended.filter((_, index) => index % 2 === 0)
        stride = Math.max(1, Math.ceil(next.step / (mostPoints / 2)))
      }
    })
  }
  const guard = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
      problem.value = undefined
    } catch (failure) {
      playing.value = false
      problem.value = failure instanceof Error ? failure.message : String(failure)
    }
  }
  const restart = (): Promise<void> =>
    guard(async () => {
      playing.value = false
      show(await training.reset(settings.value))
    })

  return {
    settings,
    frame,
    history,
    playing,
    backend,
    selected,
    problem,
    open: () =>
      guard(async () => {
        const opened = await training.open(settings.value)
        backend.value = opened.backend
        show(opened.frame)
      }),
    play: () =>
      guard(async () => {
        if (playing.value) return
        playing.value = true
        await training.play((next) => {
          if (playing.value) show(next)
        })
        playing.value = false
      }),
    pause: () =>
      guard(async () => {
        playing.value = false
        await training.pause()
        // A step may still have been under way: the page stops at where the models stopped.
        show(await training.look())
      }),
    step: (steps) => guard(async () => show(await training.step(steps))),
    reset: restart,
    changeSeed: (seed) => {
      settings.value = { ...settings.value, seed }
      return restart()
    },
    changeProbability: (probability) =>
      guard(async () => {
        settings.value = { ...settings.value, probability }
        const changed = await training.changeProbability(probability)
        if (!playing.value) show(changed)
      }),
  }
}

/** The restart with the lowest training loss, or 0 before the first step. */
export function bestRestart(frame: Frame): number {
  let best = 0
  for (let restart = 1; restart < restartCount; restart++) {
    if (frame.restarts[restart]!.loss < frame.restarts[best]!.loss) best = restart
  }
  return best
}
