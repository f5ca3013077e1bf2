/**
 * One experiment: an open session that can be played, paused, stepped, reset, and changed while it trains.
 * Knows nothing of workers or pages; the worker puts it behind a message channel, tests drive it directly.
 */
import type { Backend, Session, Snapshot } from '@digon/model'
import { ensembleFor } from './ensemble.js'
import { type Frame, frameOf } from './frame.js'
import { Pace } from './pace.js'
import { type Settings, type Speed, stepsPerSecond } from './settings.js'

/** Time, handed in: it decides how many steps fit a turn, never what they compute. */
export interface Clock {
  /** In milliseconds, from any beginning. */
  now(): number
  /** Lets messages in, also for 0. */
  wait(milliseconds: number): Promise<void>
}

export interface PlayOptions {
  readonly speed: Speed
  /** Frames are handed over no more often than this; 0 for one with every turn, about 30 a second. */
  readonly redrawInMilliseconds: number
}

/** What is being trained. */
interface Setup {
  readonly settings: Settings
  readonly session: Session
  /** `[feature]` */
  readonly importance: readonly number[]
  step: number
  diverged: ReadonlySet<number>
}

export class Trainer {
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #pace: Pace
  #setup: Setup
  /** The loop that may go on; another one, or none, ends it. */
  #run: symbol | undefined
  /** Calls run one after the other, so that a slider moved in the middle of a step waits for its end. */
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(backend: Backend, clock: Clock, setup: Setup) {
    this.#backend = backend
    this.#clock = clock
    this.#setup = setup
    this.#pace = new Pace(stepsPerSecond.normal, clock.now())
  }

  /** Rejects as `Backend.open` does. */
  static async open(backend: Backend, settings: Settings, clock: Clock): Promise<Trainer> {
    return new Trainer(backend, clock, await setUp(backend, settings))
  }

  /** Stops playing. @returns the present frame, after whatever was still under way. */
  pause(): Promise<Frame> {
    this.#run = undefined
    return this.#enqueue(() => this.#frame())
  }

  /** Starts anew from these settings: the same settings, the same start, bit for bit. Stops playing. */
  reset(settings: Settings): Promise<Frame> {
    this.#run = undefined
    return this.#enqueue(() => this.#replace(settings))
  }

  /** Makes this many steps, an integer ≥ 1. */
  step(steps: number): Promise<Frame> {
    return this.#enqueue(async () => {
      await this.#advance(steps)
      return this.#frame()
    })
  }

  /** Goes on with another probability from the very weights and moments of this moment; keeps playing. */
  changeProbability(probability: number): Promise<Frame> {
    return this.#enqueue(async () => {
      const { session, settings } = this.#setup
      return this.#replace({ ...settings, probability }, await session.snapshot())
    })
  }

  /** Acts from the next turn on. */
  changeSpeed(speed: Speed): void {
    this.#pace.change(stepsPerSecond[speed])
  }

  /** Trains until it is paused, reset or played anew, handing over frames; the next turn waits until a frame was taken. */
  async play(options: PlayOptions, show: (frame: Frame) => void | Promise<void>): Promise<void> {
    const run = Symbol('run')
    this.#run = run
    this.changeSpeed(options.speed)
    let shownAt = Number.NEGATIVE_INFINITY
    while (this.#run === run) {
      const steps = this.#pace.stepsDue(this.#clock.now())
      if (steps > 0) {
        const frame = await this.#enqueue(async () => {
          await this.#advance(steps)
          return this.#clock.now() - shownAt < options.redrawInMilliseconds ? undefined : this.#frame()
        })
        if (frame !== undefined) {
          shownAt = this.#clock.now()
          await show(frame)
        }
      }
      await this.#clock.wait(this.#pace.restInMilliseconds(this.#clock.now()))
    }
  }

  /** Stops playing and frees the session. */
  dispose(): Promise<void> {
    this.#run = undefined
    return this.#enqueue(() => this.#setup.session.dispose())
  }

  async #advance(steps: number): Promise<void> {
    const startedAt = this.#clock.now()
    const { step, diverged } = await this.#setup.session.advance(steps)
    this.#pace.made(steps, this.#clock.now() - startedAt)
    this.#setup.step = step
    this.#setup.diverged = new Set(diverged.map(({ member }) => member))
  }

  /** The new session opens before the old one closes: when that fails, nothing has changed. */
  async #replace(settings: Settings, snapshot?: Snapshot): Promise<Frame> {
    const replaced = this.#setup.session
    this.#setup = await setUp(this.#backend, settings, snapshot)
    await replaced.dispose()
    return this.#frame()
  }

  async #frame(): Promise<Frame> {
    const { settings, session, ...facts } = this.#setup
    return frameOf(await session.parameters(), { ...facts, probability: settings.probability })
  }

  #enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}

async function setUp(backend: Backend, settings: Settings, snapshot?: Snapshot): Promise<Setup> {
  const ensemble = ensembleFor(settings)
  const session = await backend.open(ensemble, snapshot === undefined ? {} : { snapshot })
  return {
    settings,
    session,
    importance: ensemble.members[0]!.importance,
    step: snapshot?.step ?? 0,
    diverged: new Set(snapshot?.diverged.map(({ member }) => member)),
  }
}
