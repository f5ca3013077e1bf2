/**
 * What the laboratory can do: each action asks the worker and puts its answer into the signals. Actions never reject: what goes wrong
 * is a `problem` for people to read, and what was trained stays.
 */
import { batch, type ReadonlySignal } from '@preact/signals'
import type { Experiment } from '../experiment/address.js'
import type { Action } from '../experiment/change.js'
import type { Moment } from '../experiment/course.js'
import { namesAfter } from '../experiment/feature-names.js'
import { type Engine, engines, type LiveName, liveNames, type Settings, type Speed } from '../experiment/settings.js'
import type { Frame } from '../training/frame.js'
import { lostDevice, type Opened, type Training } from '../training/training.js'
import { WorkerLostError } from '../worker/connect.js'
import type { Announcer } from './announcer.js'
import { emptyRing, extendRing } from './frame-ring.js'
import { extendHistory, isPlateau } from './loss-history.js'
import type { LabSignals } from './signals.js'

export interface Actions {
  /** Opens what the address asked for and goes to its step. */
  start(): Promise<void>
  play(): Promise<void>
  pause(): Promise<void>
  /** Makes this many steps. */
  step(steps: number): Promise<void>
  /** Starts anew from the same settings, without the changes. The training before it can be brought back. */
  reset(): Promise<void>
  /** Starts anew with the settings of this moment: new weights at this probability, for example. */
  resetHere(): Promise<void>
  /** Changes settings: while training where that can be, else by starting anew. */
  change(settings: Partial<Settings>): Promise<void>
  /** Changes the model while it trains. */
  act(action: Action): Promise<void>
  changeSpeed(speed: Speed): Promise<void>
  /** Goes on at this step on another engine. */
  changeEngine(engine: Engine): Promise<void>
  /** Goes on from the moment that is looked at. */
  fork(): Promise<void>
  /** Brings the training before this one back. */
  undo(): Promise<void>
}

export interface ActionParts {
  readonly signals: LabSignals
  readonly moment: ReadonlySignal<Moment>
  readonly shown: ReadonlySignal<Frame | undefined>
  readonly shape: ReadonlySignal<string | undefined>
  readonly training: Training
  readonly announcer: Announcer
  readonly redrawInMilliseconds: () => number
  readonly now: () => number
  readonly address: Experiment
}

export function createActions(parts: ActionParts): Actions {
  const { signals, moment, shown, shape, training, redrawInMilliseconds, now, address } = parts
  const { announce, announceNowAndThen } = parts.announcer
  const { settings, changes, engine, opened, frame, playing, speed, lookedBack, undoable } = signals
  /** The time of playing whose answers count; answers of earlier ones come too late. */
  let run = 0
  let recovering = false
  /** Names in the training that `undo` brings back. */
  let namesBefore: readonly string[] = []
  /** The step that is gone to; undefined while playing without one. */
  let goal: number | undefined
  /** Changes made when the loss last stopped falling: who plays on after that is not stopped again. */
  let stoppedAtChange: number | undefined

  const courseOf = (of: Frame): string =>
    shape.value === undefined ? `Step ${of.step}.` : `Step ${of.step}. ${shape.value}.`
  const stopPlaying = (): void => {
    run++
    playing.value = false
  }
  const show = (next: Frame): void => {
    // An answer that was on its way while the page went on; a lost device alone sends a training back.
    if (frame.value !== undefined && next.step < frame.value.step && next.engine === frame.value.engine) return
    batch(() => {
      const lost = opened.value !== undefined && next.engine !== opened.value.engine ? opened.value.engine : undefined
      frame.value = next
      signals.ring.value = extendRing(signals.ring.value, next)
      signals.history.value = extendHistory(signals.history.value, next)
      if (lost === undefined) return
      // The device was lost: the training went on, maybe from an earlier step, on another engine.
      opened.value = { engine: next.engine, device: lostDevice(lost), passedOver: [] }
      engine.value = engines.find((each) => each === next.engine) ?? 'automatic'
      signals.notice.value = next.notice
      if (next.notice !== undefined) announce(next.notice)
    })
  }
  /** Nobody looks at features that a model no longer has. */
  const dropMissing = ({ featureCount }: Frame): void => {
    if (signals.hovered.value.some((feature) => feature >= featureCount)) signals.hovered.value = []
  }
  /** Another training: its own history begins. */
  const begin = ({ frame: first, settings: its, changes: made, ...facts }: Opened): void => {
    stoppedAtChange = undefined
    batch(() => {
      settings.value = its
      changes.value = made
      opened.value = facts
      frame.value = first
      lookedBack.value = undefined
      signals.stepsPerSecond.value = undefined
      signals.notice.value = undefined
      signals.ring.value = extendRing(emptyRing, first)
      signals.history.value = extendHistory([], first)
      signals.selected.value = Math.min(signals.selected.value, first.restarts - 1)
      dropMissing(first)
    })
  }
  const playUntil = async (untilStep?: number): Promise<void> => {
    const own = ++run
    goal = untilStep
    playing.value = true
    lookedBack.value = undefined
    let [countedAt, countedFrom] = [now(), frame.value?.step ?? 0]
    const options = {
      speed: untilStep === undefined ? speed.value : 'fastest',
      redrawInMilliseconds: redrawInMilliseconds(),
      ...(untilStep !== undefined && { untilStep }),
    } as const
    await training.play(options, (next) => {
      if (own !== run) return
      show(next)
      if (now() - countedAt > 500) {
        signals.stepsPerSecond.value = ((next.step - countedFrom) / (now() - countedAt)) * 1000
        ;[countedAt, countedFrom] = [now(), next.step]
      }
      announceNowAndThen(() => courseOf(next))
      const isNew = next.changeCount !== stoppedAtChange
      if (untilStep === undefined && isNew && signals.stopsAtPlateau.value && isPlateau(signals.history.value)) {
        signals.notice.value = `Paused at step ${next.step.toLocaleString('en')}: the loss no longer falls. Play goes on.`
        stoppedAtChange = next.changeCount
        void pause()
      }
    })
    if (own === run) playing.value = false
  }
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    signals.problem.value = undefined
    try {
      await work()
    } catch (failure) {
      if (failure instanceof WorkerLostError && !recovering && frame.value !== undefined) return recover(failure)
      signals.problem.value = failure instanceof Error ? failure.message : String(failure)
      if (failure instanceof WorkerLostError) stopPlaying()
    }
  }
  /** A new worker, which repeats the training to where it was: settings and changes say every bit of it. */
  const recover = async (failure: WorkerLostError): Promise<void> => {
    const step = Math.max(frame.value!.step, goal ?? 0)
    const all = changes.value
    const wasPlaying = playing.value && goal === undefined
    recovering = true
    stopPlaying()
    const lost = undoable.value === undefined ? '' : ` What could be brought back (${undoable.value}) is gone with it.`
    undoable.value = undefined
    await attempt(async () => {
      begin(await training.open(engine.value, settings.value, all))
      signals.notice.value = `${failure.message} The same steps are being made again in a new one, up to step ${step.toLocaleString('en')}.${lost}`
      await follow(step, all)
    })
    recovering = false
    if (wasPlaying && signals.problem.value === undefined) await attempt(() => playUntil())
  }
  /** Goes to a step; changes that come on the way are those of the list. */
  const follow = async (step: number, all: typeof changes.value): Promise<void> => {
    changes.value = all
    if (step > 0) await playUntil(step)
    if (frame.value !== undefined) changes.value = all.slice(0, Math.max(frame.value.changeCount, 0))
  }
  /** Opens another training in the place of this one, which can be brought back. */
  const replace = async (open: () => Promise<Opened>, said: string, names = signals.names.value): Promise<void> => {
    stopPlaying()
    const before = frame.value
    const namesNow = signals.names.value
    const answer = await open()
    // A start without a step is not kept: what was trained before it still is.
    if (before !== undefined && before.step > 0)
      undoable.value = `the training at step ${before.step.toLocaleString('en')}`
    begin(answer)
    if (before !== undefined && before.step > 0) namesBefore = namesNow
    signals.names.value = names
    announce(said)
  }
  const pause = (): Promise<void> =>
    attempt(async () => {
      stopPlaying()
      const stopped = await training.pause()
      show(stopped)
      announce(`Paused. ${courseOf(stopped)}`)
    })
  const restart = (next: Settings, names?: readonly string[]): Promise<void> =>
    attempt(() =>
      replace(() => training.open(engine.value, next, []), `Back at the start, with seed ${next.seed}.`, names),
    )
  /** As features are named at the moment that is looked at. */
  const presentNames = (): readonly string[] => {
    const made = changes.value.slice(0, shown.value?.changeCount ?? 0)
    return namesAfter(signals.names.value, made, settings.value.featureCount)
  }
  const act = async (action: Action): Promise<void> => {
    const { change, frame: changed } = await training.change(action)
    batch(() => {
      changes.value = [...changes.value.slice(0, changed.changeCount - 1), change]
      show(changed)
      dropMissing(changed)
    })
  }
  const actNewest = newestOnly(act)

  return {
    start: () =>
      attempt(async () => {
        announce('The engine is loading.')
        begin(await training.open(engine.value, address.settings, address.changes))
        announce(`Ready on ${opened.value!.engine}.`)
        await follow(address.step, address.changes)
      }),
    play: async () => {
      if (playing.value) return
      announce('Playing.')
      await attempt(() => playUntil())
    },
    pause,
    step: (steps) =>
      attempt(async () => {
        lookedBack.value = undefined
        const made = await training.step(steps)
        show(made)
        announce(courseOf(made))
      }),
    reset: () => restart(settings.value),
    resetHere: () => restart(moment.value.settings, presentNames()),
    change: (wanted) => {
      const isLive = Object.keys(wanted).every((name) => liveNames.includes(name as LiveName))
      if (!isLive || (frame.value?.step ?? 0) === 0)
        return restart({ ...moment.value.settings, ...wanted }, presentNames())
      return attempt(() => actNewest({ kind: 'set', settings: wanted }))
    },
    act: (action) => attempt(() => act(action)),
    changeSpeed: (chosen) => {
      speed.value = chosen
      return attempt(async () => {
        if (playing.value) await training.changeSpeed(chosen)
      })
    },
    changeEngine: (chosen) => {
      const before = engine.value
      const wasPlaying = playing.value
      return attempt(async () => {
        engine.value = chosen
        try {
          if (opened.value === undefined) {
            begin(await training.open(chosen, settings.value, []))
            return
          }
          const { frame: now, engine: name, device, passedOver } = await training.changeEngine(chosen)
          stopPlaying()
          signals.notice.value = undefined
          opened.value = { engine: name, device, passedOver }
          show(now)
          announce(`The training goes on with ${name}.`)
        } catch (failure) {
          engine.value = before
          throw failure
        }
        if (wasPlaying) void attempt(() => playUntil())
      })
    },
    fork: () =>
      attempt(async () => {
        const from = shown.value
        if (from === undefined) return
        const earlier = signals.history.value.filter(
          ({ step, changeCount }) => step <= from.step && changeCount <= from.changeCount,
        )
        const frames = signals.ring.value.frames.slice(0, (lookedBack.value ?? signals.ring.value.frames.length) + 1)
        await replace(() => training.fork(from.step, from.changeCount), `Goes on from step ${from.step}.`)
        batch(() => {
          signals.history.value = earlier
          signals.ring.value = { ...signals.ring.value, frames }
        })
      }),
    undo: () =>
      attempt(async () => {
        const kept = undoable.value
        undoable.value = undefined
        try {
          await replace(() => training.undo(), 'The training before is back.', namesBefore)
        } catch (failure) {
          undoable.value = kept
          throw failure
        }
      }),
  }
}

/** A slider moves faster than an engine changes: while one change is under way, only the newest of the others waits. */
function newestOnly(act: (action: Action) => Promise<void>): (action: Action) => Promise<void> {
  let waiting: Action | undefined
  let working = false
  return async (action) => {
    waiting = action
    if (working) return
    working = true
    try {
      while (waiting !== undefined) {
        const next: Action = waiting
        waiting = undefined
        await act(next)
      }
    } finally {
      working = false
    }
  }
}
