/**
 * One ensemble being trained on a tfjs device: turns on the engine and aborting. The arithmetic is in `training.ts` and
 * `evaluation.ts`; the order of calls and disposal are `createSession`.
 */
import type { SparseBatch } from '@digon/data'
import type { Ensemble, Evaluation, Parameters, Progress, Snapshot } from '@digon/model'
import { divergencesOf, nextTurn, progressOf, type SessionWork } from '@digon/model/engine'
import { evaluateBatches } from './evaluation.js'
import type { ModelGraph } from './graph.js'
import { fromTensors } from './parameter-tensors.js'
import { onEngine } from './realm.js'
import type { Training } from './training.js'

/** How long steps follow one another before timers, signals and other sessions get their turn. */
const sliceInMilliseconds = 16

export class TfjsSession implements SessionWork {
  readonly #ensemble: Ensemble
  readonly #graph: ModelGraph
  readonly #training: Training
  readonly #engineName: string

  constructor(ensemble: Ensemble, graph: ModelGraph, training: Training, engineName: string) {
    this.#ensemble = ensemble
    this.#graph = graph
    this.#training = training
    this.#engineName = engineName
  }

  async advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    const end = this.#training.step + steps
    for (;;) {
      await onEngine(this.#engineName, () => this.#makeSlice(end, signal))
      if (this.#training.step === end) break
      signal?.throwIfAborted()
      await nextTurn()
    }
    return progressOf(this.#training.step, this.#training.progress)
  }

  evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<Evaluation> {
    const { parameters } = this.#training.state
    const request = { ensemble: this.#ensemble, graph: this.#graph, parameters, batches, wantsGradients }
    return evaluateBatches(request, (work) => onEngine(this.#engineName, work))
  }

  parameters(): Promise<Parameters> {
    return fromTensors(this.#training.state.parameters)
  }

  async snapshot(): Promise<Snapshot> {
    const { step, progress, state } = this.#training
    return {
      step,
      parameters: await fromTensors(state.parameters),
      firstMoments: await fromTensors(state.firstMoments),
      secondMoments: await fromTensors(state.secondMoments),
      diverged: divergencesOf(progress),
    }
  }

  free(): void {
    this.#training.free()
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
