import type { SparseBatch } from '@digon/data'
import type { Ensemble } from './ensemble.js'
import type { Parameters } from './parameters.js'

/**
 * THE contract: all that a backend author implements. What a backend is not responsible for: checking specs
 * (`defineEnsemble` did), choosing itself (`chooseBackend`), loops, events and files (`train` and the apps).
 *
 * What it must take from this package instead of computing it anew, so that all engines agree: `stepCoefficients` (learning
 * rates, bias corrections, decay factors), the starting state, activations with the error function of `gelu` (all in
 * `@digon/model/engine`, with the session) and, from @digon/data, batches. Run `testBackend` of `@digon/model/testing` on the result.
 *
 * The loss of a member: the mean over samples and features of importance × (target − output)², plus hiddenL1 × the mean over
 * samples of Σ|hidden|. Weight decay is not part of it. The derivatives of relu and of |x| at 0 are 0.
 */
export interface Backend {
  /** The name on the command line: lower case, for example `tfjs-wasm`. */
  readonly name: string
  /**
   * What it computes in, lower case: `float64`, `float32`, or `float32-relaxed` where rounding may differ between machines.
   * It stands in a run's id beside the name, so two settings of an engine that give other bits need two of these.
   */
  readonly arithmetic: string
  /** Whether it can run here. Never throws; loads the engine if it must, so apps call it only when they need the answer. */
  probe(): Promise<Probe>
  /** Whether it can train this ensemble, decided from the ensemble alone, before any work. */
  supports(ensemble: Ensemble): Support
  /**
   * Opens a session at the initial parameters, or at a snapshot of an ensemble of equal shape.
   * A live edit (another probability, rate, weight) is: snapshot, change, open the changed ensemble with the snapshot.
   *
   * @throws {BackendUnavailableError} when `probe` would say no.
   * @throws {UnsupportedEnsembleError} when `supports` says no.
   * @throws {SnapshotMismatchError} when the snapshot's shapes are not the ensemble's.
   */
  open(ensemble: Ensemble, options?: OpenOptions): Promise<Session>
}

/** Options of `Backend.open`. */
export interface OpenOptions {
  /** Continue from here instead of from the initial parameters. */
  readonly snapshot?: Snapshot
  /** Aborting it while opening rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Whether an engine can train an ensemble. */
export type Support = { readonly supported: true } | { readonly supported: false; readonly reason: string }

/** Whether an engine can run here. */
export type Probe =
  | { readonly available: true; readonly device: Device }
  | { readonly available: false; readonly reason: string }

/** Facts about what would run. */
export interface Device {
  /** For people, for example `WASM SIMD, 2 threads` or the adapter's name. */
  readonly description: string
  /** `software` is a CPU pretending to be a GPU; it is never chosen by default. */
  readonly kind: 'cpu' | 'gpu' | 'software'
  /** What the device cannot exceed, by name, for example `maxBufferBytes`. */
  readonly limits: Readonly<Record<string, number>>
}

/** One ensemble in training. Calls are queued: one at a time. Typed arrays that it returns belong to the caller and never change. */
export interface Session {
  /**
   * Runs `steps` steps (an integer ≥ 1, else it rejects). Step t draws every member's batch of step t, takes loss and gradient, updates.
   * A member's step is made as a whole or not at all: when its loss or any parameter after the update would not be finite,
   * its parameters and moments stay as they were, it is frozen there and listed in `diverged` with that step; the others go on.
   * Aborting rejects with the signal's reason at the next whole step; the session stays usable at that step. A long call gives way
   * to timers and messages (`makeSteps` does every 10 ms), or no abort could arrive.
   * A session whose device is lost rejects every call but `dispose` with DeviceLostError and the last snapshot that it read back.
   */
  advance(steps: number, options?: { readonly signal?: AbortSignal }): Promise<Progress>
  /** Losses at the current parameters on one batch per member, of ≥ 1 samples; else it rejects. Changes no state. */
  evaluate(batches: readonly SparseBatch[], options?: { readonly gradients?: boolean }): Promise<Evaluation>
  /**
   * The same as `evaluate` on `evaluationBatches(ensemble, options)`, page by page, with the means over all of them: the
   * engine draws the samples itself. Left out where it cannot; `evaluateSamples` of this package then draws them.
   *
   * @param ensemble the one that was opened, or one of equal shape to judge the parameters by other laws.
   */
  evaluateSamples?(ensemble: Ensemble, options: EvaluationOptions): Promise<Evaluation>
  /** The current parameters, members leading. */
  parameters(): Promise<Parameters>
  /** Everything needed to go on elsewhere. */
  snapshot(): Promise<Snapshot>
  /** Frees everything. A call in progress settles first, as it would have; later ones but `dispose` reject with SessionDisposedError. */
  dispose(): Promise<void>
}

/** How far a session is. */
export interface Progress {
  /** Steps done since the beginning: the step that would come next. */
  readonly step: number
  /**
   * `[member]`: loss of the last step done, on its batch, before its update. Of a diverged member the last finite loss: where its loss
   * was finite and a parameter overflowed, that is the loss of the step that was not made; NaN if no loss was ever finite.
   */
  readonly losses: Float64Array
  /** All members that have diverged so far. */
  readonly diverged: readonly Divergence[]
}

/** A member that is frozen, and the step that would have made it not finite. */
export interface Divergence {
  readonly member: number
  readonly step: number
}

/** Which fresh samples, and how many. */
export interface EvaluationOptions {
  /** Fresh samples per member, an integer ≥ 1. */
  readonly sampleCount: number
  /** In [0, 2⁵³): all members draw from it, so that they compare well. Default: each from its own, never training batches again. */
  readonly seed?: number | undefined
  /** Aborting it rejects with the signal's reason before the next page of samples; the session stays usable. */
  readonly signal?: AbortSignal | undefined
  /** Told now and then how many samples per member are done. It is waited for, so it must not wait for the session. */
  readonly onProgress?: ((samples: number) => void | Promise<void>) | undefined
}

/** Losses on samples, and on request gradients. */
export interface Evaluation {
  /** `[member]`: the loss as trained, penalty included. */
  readonly losses: Float64Array
  /** `[member]`: standard error of `losses` from the spread between pages of fresh samples, NaN with fewer than two; else missing. */
  readonly standardErrors?: Float64Array
  /** `[member, feature]`: batch mean of (target − output)², without importance. */
  readonly errors: Float64Array
  /** With `gradients`: d loss / d parameter, in the names and shapes of the parameters, before weight decay, frozen features included. */
  readonly gradients?: Parameters
}

/** Plain typed arrays; shapes as `parameters()`. */
export interface Snapshot {
  /** The step that would come next. */
  readonly step: number
  readonly parameters: Parameters
  /** First moments (adam, adamw) or momentum buffers (sgd with momentum); empty for plain sgd. */
  readonly firstMoments: Parameters
  /** Second moments (adam, adamw); else empty. */
  readonly secondMoments: Parameters
  readonly diverged: readonly Divergence[]
}
