/**
 * One ensemble being trained on a tfjs device: the order of calls, turns on the engine, aborting and disposal. The arithmetic
 * is in `training.ts` and `evaluation.ts`.
 */
import type { SparseBatch } from '@digon/data'
import {
  type Ensemble,
  type Evaluation,
  type Parameters,
  type Progress,
  type Session,
  SessionDisposedError,
  type Snapshot,
} from '@digon/model'
import { evaluateBatches } from './evaluation.js'
import { nextTurnOfEventLoop } from './event-loop.js'
import type { ModelGraph } from './model-graph.js'
import { fromTensors } from './parameter-tensors.js'
import { onEngine } from './realm.js'
import type { Training } from './training.js'

/** How long steps follow one another before timers, signals and other sessions get their turn. */
const sliceInMilliseconds = 16

export class TfjsSession implements Session {
  readonly #ensemble: Ensemble
  readonly #graph: ModelGraph
  readonly #training: Training
  readonly #engineName: string
  #lastCall: Promise<unknown> = Promise.resolve()
  #disposal: Promise<void> | undefined

  constructor(ensemble: Ensemble, graph: ModelGraph, training: Training, engineName: string) {
    this.#ensemble = ensemble
    this.#graph = graph
    this.#training = training
    this.#engineName = engineName
  }

  advance(steps: number, options: { readonly signal?: AbortSignal } = {}): Promise<Progress> {
    return this.#enqueue('advance', () => this.#advance(steps, options.signal))
  }

  evaluate(batches: readonly SparseBatch[], options: { readonly gradients?: boolean } = {}): Promise<Evaluation> {
    return this.#enqueue('evaluate', () => {
      const { parameters } = this.#training.state
      const wantGradients = options.gradients ?? false
      const request = { ensemble: this.#ensemble, graph: this.#graph, parameters, batches, wantGradients }
      return evaluateBatches(request, (work) => onEngine(this.#engineName, work))
    })
  }

  parameters(): Promise<Parameters> {
    return this.#enqueue('parameters', () => fromTensors(this.#training.state.parameters))
  }

  snapshot(): Promise<Snapshot> {
    return this.#enqueue('snapshot', async () => {
      const { step, diverged, state } = this.#training
      return {
        step,
        parameters: await fromTensors(state.parameters),
        firstMoments: await fromTensors(state.firstMoments),
        secondMoments: await fromTensors(state.secondMoments),
        diverged,
      }
    })
  }

  dispose(): Promise<void> {
    this.#disposal ??= this.#lastCall.then(() => this.#training.free())
    return this.#disposal
  }

  /** Runs the work when all earlier calls have settled. */
  #enqueue<T>(operation: string, work: () => T | Promise<T>): Promise<T> {
    if (this.#disposal !== undefined) return Promise.reject(new SessionDisposedError(operation))
    const result = this.#lastCall.then(work)
    this.#lastCall = result.catch(() => undefined)
    return result
  }

  async #advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    if (!Number.isSafeInteger(steps) || steps < 1) {
      throw new RangeError(`invalid steps: ${steps}; expected an integer ≥ 1`)
    }
    const end = this.#training.step + steps
    for (;;) {
      await onEngine(this.#engineName, () => this.#makeSlice(end, signal))
      if (this.#training.step === end) break
      signal?.throwIfAborted()
      await nextTurnOfEventLoop()
    }
    const { step, losses, diverged } = this.#training
    return { step, losses, diverged }
  }

  /** As many steps as the slice has time for, at least one; none once aborted. */
  async #makeSlice(end: number, signal: AbortSignal | undefined): Promise<void> {
    const sliceEnd = performance.now() + sliceInMilliseconds
    while (this.#training.step < end && !signal?.aborted) {
      const step = this.#training.makeStep()
      // Waiting for nothing would cost every step a turn of the queue of promises.
      if (step !== undefined) await step
      if (performance.now() >= sliceEnd) return
    }
  }
}
