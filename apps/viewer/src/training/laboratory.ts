/**
 * One training: an open session that can be played, paused, stepped, changed while it trains, and gone back in. Settings and changes
 * decide every bit of it; speed and pauses decide nothing. Knows nothing of workers or pages.
 */
import { type Backend, DeviceLostError, type Session, type Snapshot } from '@digon/model'
import type { Action, Change } from '../experiment/change.js'
import { changeMoment, changeSnapshot, firstMoment, type Moment } from '../experiment/course.js'
import { type Settings, type Speed, stepsPerSecond } from '../experiment/settings.js'
import { expectedLosses } from './expected-losses.js'
import type { Frame } from './frame.js'
import { type KeptSnapshot, KeptSnapshots } from './kept-snapshots.js'
import { Pace } from './pace.js'

/** Time, handed in: it decides how many steps fit a turn, never what they compute. */
export interface Clock {
  /** In milliseconds, from any beginning. */
  now(): number
  /** Lets messages in, also for 0. */
  wait(milliseconds: number): Promise<void>
}

export interface PlayOptions {
  readonly speed: Speed
  /** Frames are handed over no more often than this; 0 for about 30 a second. */
  readonly redrawInMilliseconds: number
  /** Stops by itself at this step. Default: it goes on. */
  readonly untilStep?: number
}

export type ShowFrame = (frame: Frame) => void | Promise<void>

/** Two turns: more frames than this no eye needs, and each costs the page a drawing. */
const leastFrameInMilliseconds = 30

export interface LaboratoryOptions {
  readonly backend: Backend
  /** Goes on when the device of the other one is lost. */
  readonly fallback: Backend
  readonly clock: Clock
}

export class Laboratory {
  readonly settings: Settings
  readonly #options: LaboratoryOptions
  readonly #pace: Pace
  #backend: Backend
  #session: Session
  #kept: KeptSnapshots
  /** What is trained by now. */
  #moment: Moment
  #step: number
  #made: readonly Change[]
  /** To be made when their steps come. */
  #upcoming: readonly Change[]
  #losses: Float64Array
  #diverged: ReadonlySet<number>
  #notice: string | undefined
  /** The loop that may go on; another one, or none, ends it. */
  #run: symbol | undefined
  /** Calls run one after the other, so that a change in the middle of a step waits for its end. */
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(options: LaboratoryOptions, settings: Settings, start: Start) {
    this.settings = settings
    this.#options = options
    this.#backend = options.backend
    this.#pace = new Pace(stepsPerSecond.normal, options.clock.now())
    this.#session = start.session
    this.#kept = new KeptSnapshots(start.kept)
    this.#moment = start.moment
    this.#step = start.kept.snapshot.step
    this.#made = start.made
    this.#upcoming = start.upcoming
    this.#losses = new Float64Array(settings.restarts).fill(Number.NaN)
    this.#diverged = new Set(start.kept.snapshot.diverged.map(({ member }) => member))
  }

  /**
   * @param changes to be made when their steps come.
   * Rejects as `Backend.open` does, and with InvalidEnsembleError for settings that do not fit together.
   */
  static async open(options: LaboratoryOptions, settings: Settings, changes: readonly Change[]): Promise<Laboratory> {
    const moment = firstMoment(settings)
    const session = await options.backend.open(moment.ensemble)
    const kept = { snapshot: await session.snapshot(), changeCount: 0 }
    const laboratory = new Laboratory(options, settings, { session, kept, moment, made: [], upcoming: changes })
    await laboratory.#makeDueChanges()
    return laboratory
  }

  /** Changes made so far, in the order of their steps. */
  get changes(): readonly Change[] {
    return this.#made
  }

  get engine(): string {
    return this.#backend.name
  }

  /** Stops playing. @returns the present frame, after whatever was still under way. */
  pause(): Promise<Frame> {
    this.#run = undefined
    return this.#enqueue(() => this.#frame())
  }

  /** Makes this many steps, an integer ≥ 1. */
  step(steps: number): Promise<Frame> {
    return this.#enqueue(async () => {
      await this.#advance(steps)
      return this.#frame()
    })
  }

  /** Changes something from the step on that comes next; keeps playing. Rejects, with nothing changed, when it cannot be done. */
  change(action: Action): Promise<{ change: Change; frame: Frame }> {
    return this.#enqueue(async () => {
      const change = await this.#onDevice(async () => {
        const now: Change = { fromStep: this.#step, ...action }
        await this.#make(now)
        return now
      })
      // What an address still had for later was meant for the training as it was.
      this.#upcoming = []
      return { change, frame: await this.#frame() }
    })
  }

  /** Acts from the next turn on. */
  changeSpeed(speed: Speed): void {
    this.#pace.change(stepsPerSecond[speed])
  }

  /** Trains until it is paused, played anew or at its last step, handing over frames; the next turn waits until a frame was taken. */
  async play({ speed, redrawInMilliseconds, untilStep }: PlayOptions, show: ShowFrame): Promise<void> {
    const { clock } = this.#options
    const last = untilStep ?? Number.POSITIVE_INFINITY
    const run = Symbol('run')
    this.#run = run
    this.changeSpeed(speed)
    const frameInMilliseconds = Math.max(redrawInMilliseconds, leastFrameInMilliseconds)
    let shownAt = Number.NEGATIVE_INFINITY
    while (this.#run === run && this.#step < last) {
      const due = this.#pace.stepsDue(clock.now())
      if (due > 0) {
        const frame = await this.#enqueue(async () => {
          await this.#advance(Math.max(0, Math.min(due, last - this.#step)))
          // After a pause nobody waits for this frame, and the pause waits for its own.
          if (this.#run !== run) return undefined
          const isShown = this.#step >= last || clock.now() - shownAt >= frameInMilliseconds
          return isShown ? this.#frame() : undefined
        })
        if (frame !== undefined) {
          shownAt = clock.now()
          await show(frame)
        }
      }
      await clock.wait(this.#pace.restInMilliseconds(clock.now()))
    }
  }

  /** Another training that begins where this one was at that moment. This one pauses and stays as it is. */
  fork(step: number, changeCount: number, backend: Backend = this.#backend): Promise<Laboratory> {
    this.#run = undefined
    return this.#enqueue(async () => {
      const changes = [...this.#made, ...this.#upcoming].slice(0, changeCount)
      const now = step === this.#step ? await this.#onDevice(() => this.#keptNow()) : undefined
      const kept = now?.snapshot.step === step ? now : this.#kept.before(step, changeCount)
      const made = changes.slice(0, kept.changeCount)
      const moment = made.reduce(changeMoment, firstMoment(this.settings))
      const session = await backend.open(moment.ensemble, { snapshot: kept.snapshot })
      const start = { session, kept, moment, made, upcoming: changes.slice(kept.changeCount) }
      const forked = new Laboratory({ ...this.#options, backend }, this.settings, start)
      await forked.#advance(step - kept.snapshot.step)
      return forked
    })
  }

  /** The moment that a fork without arguments would begin at. */
  get present(): { readonly step: number; readonly changeCount: number } {
    return { step: this.#step, changeCount: this.#made.length }
  }

  /** Stops playing and frees the session. */
  dispose(): Promise<void> {
    this.#run = undefined
    return this.#enqueue(() => this.#session.dispose())
  }

  async #advance(steps: number): Promise<void> {
    const last = this.#step + steps
    while (this.#step < last) {
      const next = Math.min(last, this.#upcoming[0]?.fromStep ?? last)
      await this.#advanceWithinMoment(next - this.#step)
      await this.#makeDueChanges()
    }
    await this.#makeDueChanges()
  }

  async #advanceWithinMoment(steps: number): Promise<void> {
    if (steps === 0) return
    const { clock } = this.#options
    const last = this.#step + steps
    const startedAt = clock.now()
    await this.#onDevice(async () => {
      const { step, losses, diverged } = await this.#session.advance(last - this.#step)
      this.#step = step
      this.#losses = losses
      this.#diverged = new Set(diverged.map(({ member }) => member))
    })
    this.#pace.made(steps, clock.now() - startedAt)
    if (this.#kept.wants(this.#step)) this.#kept.keep(await this.#onDevice(() => this.#keptNow()))
  }

  /** What a lost device left undone is done again on the other engine. */
  async #onDevice<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (failure) {
      if (!(failure instanceof DeviceLostError) || this.#backend === this.#options.fallback) throw failure
      await this.#goOnElsewhere(failure)
      return work()
    }
  }

  /** The device is gone: from the last snapshot that was read back, on the other engine. */
  async #goOnElsewhere({ backend: lost, snapshot }: DeviceLostError): Promise<void> {
    const { fallback } = this.#options
    this.#session = await fallback.open(this.#moment.ensemble, { snapshot })
    this.#backend = fallback
    this.#notice = `The device of ${lost} was lost at step ${this.#step}; training goes on with ${fallback.name} from step ${snapshot.step}.`
    this.#step = snapshot.step
  }

  async #makeDueChanges(): Promise<void> {
    while (this.#upcoming[0] !== undefined && this.#upcoming[0].fromStep <= this.#step) {
      const [change, ...later] = this.#upcoming
      await this.#make(change)
      this.#upcoming = later
    }
  }

  /** The new session opens before the old one closes: when that fails, nothing has changed. */
  async #make(change: Change): Promise<void> {
    const moment = changeMoment(this.#moment, change)
    const before = await this.#session.snapshot()
    const session = await this.#openChanged(moment, changeSnapshot(before, this.#moment, change), before)
    await this.#session.dispose()
    this.#session = session
    this.#moment = moment
    this.#made = [...this.#made, change]
  }

  /** A device that is lost here leaves the state before the change. */
  async #openChanged({ ensemble }: Moment, snapshot: Snapshot, before: Snapshot): Promise<Session> {
    try {
      return await this.#backend.open(ensemble, { snapshot })
    } catch (failure) {
      if (!(failure instanceof DeviceLostError)) throw failure
      throw new DeviceLostError(failure.backend, failure.reason, before, 0)
    }
  }

  async #keptNow(): Promise<KeptSnapshot> {
    return { snapshot: await this.#session.snapshot(), changeCount: this.#made.length }
  }

  async #frame(): Promise<Frame> {
    const { ensemble, settings } = this.#moment
    const parameters = await this.#onDevice(() => this.#session.parameters())
    const float32 = (name: string) =>
      parameters[name] === undefined ? undefined : Float32Array.from(parameters[name].values)
    const exact = expectedLosses(ensemble, parameters)
    return {
      step: this.#step,
      changeCount: this.#made.length,
      restarts: settings.restarts,
      featureCount: settings.featureCount,
      hiddenSize: settings.hiddenSize,
      hiddenActivation: settings.hiddenActivation,
      weights: float32('weights')!,
      outputWeights: float32('outputWeights'),
      bias: float32('bias'),
      hiddenBias: float32('hiddenBias'),
      losses: exact ?? this.#losses,
      lossKind: exact === undefined ? 'batch' : 'expected',
      diverged: Uint8Array.from({ length: settings.restarts }, (_, member) => (this.#diverged.has(member) ? 1 : 0)),
      engine: this.#backend.name,
      notice: this.#notice,
    }
  }

  #enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}

interface Start {
  readonly session: Session
  readonly kept: KeptSnapshot
  readonly moment: Moment
  readonly made: readonly Change[]
  readonly upcoming: readonly Change[]
}
