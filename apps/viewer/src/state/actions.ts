/**
 * What the page can do: each action asks the training and puts its answer into the signals. Actions never reject: what goes wrong
 * is a `problem` for people to read.
 */
import { batch, type Signal } from '@preact/signals'
import type { Frame } from '../trainer/frame.js'
import type { Engine, Settings, Speed } from '../trainer/settings.js'
import type { Opened, Training } from '../worker/training.js'
import type { Announcer } from './announcer.js'
import { describeShapes } from './describe-shapes.js'
import { emptyHistory, extendHistory, type LossHistory } from './loss-history.js'

export interface Actions {
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

/** The signals that actions change; `Store` says what they mean. */
export interface StoreSignals {
  readonly settings: Signal<Settings>
  readonly engine: Signal<Engine>
  readonly opened: Signal<Opened | undefined>
  readonly frame: Signal<Frame | undefined>
  readonly history: Signal<LossHistory>
  readonly playing: Signal<boolean>
  readonly speed: Signal<Speed>
  readonly selected: Signal<number>
  readonly problem: Signal<string | undefined>
}

export function createActions(
  signals: StoreSignals,
  training: Training,
  { announce, announceNowAndThen }: Announcer,
  redrawInMilliseconds: () => number,
): Actions {
  const { settings, engine, opened, frame, playing, speed } = signals
  /** The time of playing, or of opening, whose answers count; answers of earlier ones come too late. */
  let run = 0
  let opening = 0

  const courseOf = ({ step, restarts }: Frame): string => {
    const selected = signals.selected.value
    return `Step ${step}. Restart ${selected + 1}: ${describeShapes(restarts[selected]!)}.`
  }
  const stopPlaying = (): void => {
    run++
    playing.value = false
  }
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    signals.problem.value = undefined
    try {
      await work()
    } catch (failure) {
      signals.problem.value = failure instanceof Error ? failure.message : String(failure)
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
      begin(signals, answer.frame)
      announce(`Ready on ${answer.engine}.`)
    })
  const reset = (): Promise<void> =>
    attempt(async () => {
      stopPlaying()
      begin(signals, await training.reset(settings.value))
      announce(`Back at the start of seed ${settings.value.seed}.`)
    })
  const applyProbability = probabilityChanger(signals, training)

  return {
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
          show(signals, next)
          announceNowAndThen(() => courseOf(next))
        })
      }),
    pause: () =>
      attempt(async () => {
        stopPlaying()
        const stopped = await training.pause()
        if (playing.value) return
        show(signals, stopped)
        announce(`Paused. ${courseOf(stopped)}`)
      }),
    step: (steps) =>
      attempt(async () => {
        const made = await training.step(steps)
        show(signals, made)
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

/** Shows the first frame of a new history. */
function begin({ frame, history }: StoreSignals, first: Frame): void {
  batch(() => {
    frame.value = first
    history.value = extendHistory(emptyHistory, first)
  })
}

function show({ frame, history }: StoreSignals, next: Frame): void {
  // An answer that was on its way while the page went on.
  if (frame.value !== undefined && next.step < frame.value.step) return
  batch(() => {
    frame.value = next
    history.value = extendHistory(history.value, next)
  })
}

/** A slider moves faster than an engine changes: while one change is under way, only the newest of the others waits. */
function probabilityChanger(signals: StoreSignals, training: Training): () => Promise<void> {
  const { settings, frame, playing } = signals
  let changing = false
  return async () => {
    if (changing) return
    changing = true
    try {
      let applied: number
      do {
        applied = settings.value.probability
        const changed = await training.changeProbability(applied)
        if (!playing.value) show(signals, changed)
      } while (applied !== settings.value.probability)
    } catch (failure) {
      // The slider goes back to what is trained on.
      if (frame.value !== undefined) settings.value = { ...settings.value, probability: frame.value.probability }
      throw failure
    } finally {
      changing = false
    }
  }
}
