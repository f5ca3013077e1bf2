/** What is the same in every session: the order of calls, checks of their arguments, and disposal. */
import { checkSeed, type SparseBatch } from '@digon/data'
import type { Evaluation, EvaluationOptions, Progress, Session, Snapshot } from '../backend.js'
import { SessionDisposedError } from '../backend-errors.js'
import type { Ensemble } from '../ensemble.js'
import { checkSampleCount, evaluatePages } from '../evaluation.js'
import type { Parameters } from '../parameters.js'

/** What an engine does behind a session. It is called once at a time, with checked arguments, and never after `free`. */
export interface SessionWork {
  /** Makes the steps, an integer ≥ 1, as `Session.advance` says. */
  advance(steps: number, signal: AbortSignal | undefined): Progress | Promise<Progress>
  /**
   * Losses on these batches, and on request gradients, at the current parameters.
   *
   * @param batches one per member, of the model's feature count, with at least one sample each.
   */
  evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Evaluation | Promise<Evaluation>
  /**
   * Evaluates fresh samples of the ensemble that was opened, which the engine draws itself, as `Session.evaluateSamples` says.
   * Left out where it cannot draw them: the session then draws batches for `evaluate`.
   */
  evaluateSamples?(options: EvaluationOptions): Promise<Evaluation>
  /** A copy: the caller may change it. */
  parameters(): Parameters | Promise<Parameters>
  /** A copy: the caller may change it. */
  snapshot(): Snapshot | Promise<Snapshot>
  /** Frees everything that the engine holds for the session. Called at most once. */
  free(): void | Promise<void>
}

/** Options of `createSession`. */
export interface SessionOptions {
  /** Turns what a call failed with into the error that the caller sees. Default: as it is. */
  readonly explain?: (failure: unknown) => unknown
}

/** A session of the contract (`Session`) on an engine's work. */
export function createSession(ensemble: Ensemble, work: SessionWork, options: SessionOptions = {}): Session {
  let lastCall: Promise<unknown> = Promise.resolve()
  let disposal: Promise<void> | undefined

  /** Runs the call when all earlier ones have settled. */
  function enqueue<T>(operation: string, call: () => T | Promise<T>): Promise<T> {
    if (disposal !== undefined) return Promise.reject(new SessionDisposedError(operation))
    const result = lastCall.then(call).catch((failure) => {
      throw options.explain === undefined ? failure : options.explain(failure)
    })
    lastCall = result.catch(() => undefined)
    return result
  }

  return {
    advance: (steps, { signal } = {}) =>
      enqueue('advance', () => {
        checkSteps(steps)
        return work.advance(steps, signal)
      }),
    evaluate: (batches, { gradients = false } = {}) =>
      enqueue('evaluate', () => {
        checkBatches(batches, ensemble)
        return work.evaluate(batches, gradients)
      }),
    evaluateSamples: (other, options) =>
      enqueue('evaluateSamples', () => {
        checkSampleCount(options.sampleCount)
        if (options.seed !== undefined) checkSeed(options.seed)
        if (other === ensemble && work.evaluateSamples) return work.evaluateSamples(options)
        checkShape(other, ensemble)
        return evaluatePages((batches) => work.evaluate(batches, false), other, options)
      }),
    parameters: () => enqueue('parameters', () => work.parameters()),
    snapshot: () => enqueue('snapshot', () => work.snapshot()),
    dispose: () => {
      disposal ??= lastCall.then(() => work.free())
      return disposal
    },
  }
}

function checkSteps(steps: number): void {
  if (Number.isSafeInteger(steps) && steps >= 1) return
  throw new RangeError(`invalid steps: ${steps}; expected an integer ≥ 1`)
}

function checkShape({ members, model }: Ensemble, own: Ensemble): void {
  if (members.length === own.members.length && model.featureCount === own.model.featureCount) return
  throw new RangeError(
    `invalid ensemble: ${members.length} members of ${model.featureCount} features; expected ${own.members.length} of ${own.model.featureCount}`,
  )
}

function checkBatches(batches: readonly SparseBatch[], { members, model }: Ensemble): void {
  if (batches.length !== members.length) {
    throw new RangeError(`invalid batches: ${batches.length}; expected ${members.length}, one per member`)
  }
  for (const [member, { sampleCount, featureCount }] of batches.entries()) {
    if (featureCount === model.featureCount && sampleCount >= 1) continue
    throw new RangeError(
      `invalid batches[${member}]: ${sampleCount} samples of ${featureCount} features; expected at least 1 of ${model.featureCount}`,
    )
  }
}
