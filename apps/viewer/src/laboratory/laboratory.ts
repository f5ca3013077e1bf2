import { type Backend, memberParameters, type Session } from '@digon/model'
import { ensembleFor, restartCount, type Settings } from './settings.js'

/**
 * One experiment on the bench: an open session that can be played, paused, stepped, reset, and changed while it trains.
 * Knows nothing of workers or pages; the worker puts it behind a message channel, tests drive it directly.
 */

/** What can be seen at one step. Plain, so that it crosses to the page as it is. */
export interface Frame {
  /** Steps done. */
  readonly step: number
  readonly probability: number
  readonly restarts: readonly RestartFrame[]
}

export interface RestartFrame {
  /** Training loss of the last step; NaN before the first one. */
  readonly loss: number
  /** `[feature, hidden]`, row-major. */
  readonly weights: readonly number[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  readonly diverged: boolean
}

/** About one frame of a 30 Hz display. */
const frameInMilliseconds = 33

export class Laboratory {
  readonly #backend: Backend
  readonly #now: () => number
  #settings: Settings
  #session: Session | undefined
  #losses: ArrayLike<number> = new Float64Array(restartCount).fill(Number.NaN)
  #playing = false
  #stepsPerFrame = 1
  /** Calls run one after the other, so that a slider moved in the middle of a step waits for its end. */
  #queue: Promise<unknown> = Promise.resolve()

  /** @param now a clock in milliseconds; only decides how many steps fit a frame, never what is computed. */
  constructor(backend: Backend, settings: Settings, now: () => number) {
    this.#backend = backend
    this.#settings = settings
    this.#now = now
  }

  /** Starts anew from these settings: the same settings, the same start. Pauses. */
  reset(settings: Settings): Promise<Frame> {
    this.#playing = false
    return this.#enqueue(async () => {
      const ensemble = ensembleFor(settings)
      await this.#session?.dispose()
      this.#session = await this.#backend.open(ensemble)
      this.#settings = settings
      this.#losses = new Float64Array(restartCount).fill(Number.NaN)
      return this.#frame()
    })
  }

  /** The present state, after whatever is still under way. */
  look(): Promise<Frame> {
    return this.#enqueue(() => this.#frame())
  }

  /** Makes this many steps, an integer ≥ 1. */
  step(steps: number): Promise<Frame> {
    return this.#enqueue(() => this.#advance(steps))
  }

  /** Trains until `pause`, handing over a frame about 30 times a second. */
  async play(show: (frame: Frame) => void | Promise<void>): Promise<void> {
    if (this.#playing) return
    this.#playing = true
    while (this.#playing) {
      const startedAt = this.#now()
      const frame = await this.#enqueue(() => this.#advance(this.#stepsPerFrame))
      this.#adapt(this.#now() - startedAt)
      await show(frame)
      await nextTurn()
    }
  }

  pause(): void {
    this.#playing = false
  }

  /** Goes on with another probability from the very weights and moments of this moment. */
  changeProbability(probability: number): Promise<Frame> {
    return this.#enqueue(async () => {
      const changed = { ...this.#settings, probability }
      const ensemble = ensembleFor(changed)
      const session = await this.#opened()
      const snapshot = await session.snapshot()
      await session.dispose()
      this.#session = await this.#backend.open(ensemble, { snapshot })
      this.#settings = changed
      return this.#frame()
    })
  }

  async dispose(): Promise<void> {
    this.#playing = false
    await this.#enqueue(async () => this.#session?.dispose())
  }

  async #opened(): Promise<Session> {
    this.#session ??= await this.#backend.open(ensembleFor(this.#settings))
    return this.#session
  }

  async #advance(steps: number): Promise<Frame> {
    const session = await this.#opened()
    this.#losses = (await session.advance(steps)).losses
    return this.#frame()
  }

  async #frame(): Promise<Frame> {
    const { step, parameters, diverged } = await (await this.#opened()).snapshot()
    return {
      step,
      probability: this.#settings.probability,
      restarts: Array.from({ length: restartCount }, (_, restart) => {
        const { weights, bias } = memberParameters(parameters, restart)
        return {
          loss: this.#losses[restart] ?? Number.NaN,
          weights: Array.from(weights!.values),
          bias: Array.from(bias!.values),
          diverged: diverged.some(({ member }) => member === restart),
        }
      }),
    }
  }

  #adapt(milliseconds: number): void {
    const fitting = (this.#stepsPerFrame * frameInMilliseconds) / Math.max(milliseconds, 0.1)
    // No more than doubled at once: one quick frame is not a quick machine.
    this.#stepsPerFrame = Math.max(1, Math.min(Math.floor(fitting), this.#stepsPerFrame * 2, 1000))
  }

  #enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}

/** Lets messages (pause, a moved slider) in between two frames. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
