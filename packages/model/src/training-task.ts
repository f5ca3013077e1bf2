/** The one unit of training: an ensemble and how to train it, and what comes out. A run is one task or many. */
import type { Divergence, Evaluation } from './backend.js'
import type { Ensemble } from './ensemble.js'
import type { Parameters } from './parameters.js'
import type { Stage } from './stage.js'

/** One unit of training: an ensemble, how long, and what to keep. */
export interface TrainingTask {
  /** Unique among the tasks of a run; lower case, digits and hyphens. Names its folder; no number depends on it. */
  readonly name: string
  /** The ensemble of the first step; `stages` may change it later. */
  readonly ensemble: Ensemble
  /** What changes from a step on, ascending; plain JSON. `ensembleAt(task, step)` is the ensemble of a step. Default none. */
  readonly stages?: readonly Stage[]
  /** Steps to train, an integer ≥ 0 (0: keep the initial parameters). */
  readonly steps: number
  /** Steps whose training losses are kept, integers from 0 to steps − 1, as in `train`; ascending. */
  readonly lossSteps: readonly number[]
  /** Steps at which parameters are kept, integers from 0 (initial) to steps; ascending. The final ones are always kept. */
  readonly record: readonly number[]
  /** Numbers of steps after which a full snapshot is kept, integers from 0 to steps; ascending. Default none. */
  readonly checkpoints?: readonly number[]
  /** Fresh samples per member on which the final loss is measured, an integer ≥ 0 (0: none are, and the evaluation is NaN throughout). */
  readonly evaluationSamples: number
  /** From which all members draw these samples, so that members of one law compare well; an integer in [0, 2⁵³). Default: each from its own seed. */
  readonly evaluationSeed?: number
}

/** What came out of a training task. */
export interface TrainedEnsemble {
  readonly task: TrainingTask
  /** Final parameters, members leading. */
  readonly parameters: Parameters
  /** Parameters at the steps of `task.record`. */
  readonly recorded: readonly { readonly step: number; readonly parameters: Parameters }[]
  /** Training losses at `task.lossSteps`: `losses[member]`, of the parameters after so many updates, on that step's batch. */
  readonly history: readonly { readonly step: number; readonly losses: Float64Array }[]
  /** On `task.evaluationSamples` fresh samples; NaN throughout where these are 0. */
  readonly evaluation: Evaluation
  /** Members whose loss stopped being finite. */
  readonly diverged: readonly Divergence[]
}
