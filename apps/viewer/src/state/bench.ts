/**
 * What the page knows, as signals, and the verbs that change it. Views read signals and call verbs; the training is handed in,
 * so that tests can put another one in its place. Verbs never reject: what goes wrong is a `problem` for people to read.
 */
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Frame } from '../laboratory/frame.js'
import type { Engine, Settings, Speed } from '../laboratory/settings.js'
import type { Opened, Training } from '../worker/training.js'
import type { ParsedAddress } from './address.js'
import { createAnnouncer } from './announcer.js'
import { describeShapes } from './describe-shapes.js'
import { emptyHistory, extendHistory, type LossHistory } from './loss-history.js'

export interface BenchOptions {
  /** What to begin with. */
  readonly address: ParsedAddress
  /** While playing, pictures are drawn no more often than this; asked each time. 0 for about 30 a second. */
  readonly redrawInMilliseconds: () => number
  /** In milliseconds, from any beginning. */
  readonly now: () => number
}

export interface Bench {
  readonly settings: ReadonlySignal<Settings>
  /** The engine that was asked for. */
  readonly engine: ReadonlySignal<Engine>
  /** The engine that runs; undefined while it loads, and when none could be opened. */
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly frame: ReadonlySignal<Frame | undefined>
  readonly history: ReadonlySignal<LossHistory>
  readonly playing: ReadonlySignal<boolean>
  readonly speed: ReadonlySignal<Speed>
  /** Index of the restart to look at. */
  readonly selected: Signal<number>
  /** Values of the address that could not be used. */
  readonly notes: readonly string[]
  /** What went wrong; undefined when nothing did. */
  readonly problem: ReadonlySignal<string | undefined>
  /** For screen readers: short, and seldom while playing. */
  readonly announcement: ReadonlySignal<string>
  open(): Promise<void>
  play(): Promise<void>
  pause(): Promise<void>
  step(steps: number): Promise<void>
  reset(): Promise<void>
  changeSeed(seed: number): Promise<void>
  changeProbability(probability: number): Promise<void>
  changeSpeed(speed: Speed): Promise<void>
  changeEngine(engine: Engine): Promise<void>
}

export function createBench(training: Training, { address, redrawInMilliseconds, now }: BenchOptions): Bench {
  const settings = signal(address.settings)
  const engine = signal(address.engine)
  const opened = signal<Opened | undefined>(undefined)
  const frame = signal<Frame | undefined>(undefined)
  const history = signal<LossHistory>(emptyHistory)
  const playing = signal(false)
  const speed = signal<Speed>('normal')
  const selected = signal(0)
  const problem = signal<string | undefined>(undefined)
  const { announcement, announce, announceNowAndThen } = createAnnouncer(now)
  /** The time of playing, or of opening, whose answers count; answers of earlier ones come too late. */
  let run = 0
  let opening = 0
  let changing = false

  const show = (next: Frame): void => {
    // An answer that was on its way while the page went on.
    if (frame.value !== undefined && next.step < frame.value.step) return
    batch(() => {
      frame.value = next
      history.value = extendHistory(history.value, next)
    })
  }
  const begin = (first: Frame): void => {
    batch(() => {
      frame.value = first
      history.value = extendHistory(emptyHistory, first)
    })
  }
  const courseOf = ({ step, restarts }: Frame): string =>
    `Step ${step}. Restart ${selected.value + 1}: ${describeShapes(restarts[selected.value]!)}.`
  const stopPlaying = (): void => {
    run++
    playing.value = false
  }
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    problem.value = undefined
    try {
      await work()
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
      if (!playing.value) return
      stopPlaying()
      // The training may well go on: the page says that it stopped, so it must. A worker that is gone does not answer.
      await training.pause().catch(() => undefined)
    }
  }

  const open = (): Promise<void> =>
    attempt(async () => {
      stopPlaying()
      const turn = ++opening
      batch(() => {
        opened.value = undefined
        frame.value = undefined
      })
      announce('The engine is loading.')
      const answer = await training.open(engine.value, settings.value)
      if (turn !== opening) return
      opened.value = answer
      begin(answer.frame)
      announce(`Ready on ${answer.engine}.`)
    })
  const reset = (): Promise<void> =>
    attempt(async () => {
      stopPlaying()
      begin(await training.reset(settings.value))
      announce(`Back at the start of seed ${settings.value.seed}.`)
    })
  /** A slider moves faster than an engine changes: while one change is under way, only the newest of the others waits. */
  const applyProbability = async (): Promise<void> => {
    if (changing) return
    changing = true
    try {
      let applied: number
      do {
        applied = settings.value.probability
        const changed = await training.changeProbability(applied)
        if (!playing.value) show(changed)
      } while (applied !== settings.value.probability)
    } catch (failure) {
      // The slider goes back to what is trained on.
      if (frame.value !== undefined) settings.value = { ...settings.value, probability: frame.value.probability }
      throw failure
    } finally {
      changing = false
    }
  }

  return {
    settings,
    engine,
    opened,
    frame,
    history,
    playing,
    speed,
    selected,
    notes: address.notes,
    problem,
    announcement,
    open,
    reset,
    play: () =>
      attempt(async () => {
        if (playing.value) return
        playing.value = true
        const turn = ++run
        announce('Playing.')
        await training.play({ speed: speed.value, redrawInMilliseconds: redrawInMilliseconds() }, (next) => {
          if (turn !== run) return
          show(next)
          announceNowAndThen(() => courseOf(next))
        })
      }),
    pause: () =>
      attempt(async () => {
        stopPlaying()
        const stopped = await training.pause()
        if (playing.value) return
        show(stopped)
        announce(`Paused. ${courseOf(stopped)}`)
      }),
    step: (steps) =>
      attempt(async () => {
        const made = await training.step(steps)
        show(made)
        announce(courseOf(made))
      }),
    changeSeed: (seed) => {
      settings.value = { ...settings.value, seed }
      return reset()
    },
    changeProbability: (probability) => {
      settings.value = { ...settings.value, probability }
      return attempt(applyProbability)
    },
    changeSpeed: (chosen) => {
      speed.value = chosen
      return attempt(async () => {
        if (playing.value) await training.changeSpeed(chosen)
      })
    },
    changeEngine: (chosen) => {
      engine.value = chosen
      return open()
    },
  }
}
