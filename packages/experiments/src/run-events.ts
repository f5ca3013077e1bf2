/** What `runExperiment` reports while it works: plain records, noun first. */
import type { Divergence, TrainedEnsemble } from '@digon/model'

/** What `runExperiment` tells while it runs. */
export type RunEvent = EnsembleStartEvent | EnsembleProgressEvent | EnsembleEvaluationEvent | EnsembleEndEvent

interface OfEnsemble {
  /** Name of the planned ensemble. */
  readonly ensemble: string
}

/** An ensemble is about to be trained. */
export interface EnsembleStartEvent extends OfEnsemble {
  readonly type: 'ensemble-start'
  /** Its place among those planned, from 0. */
  readonly index: number
  /** How many are planned. */
  readonly count: number
  readonly memberCount: number
  /** Steps to train. */
  readonly steps: number
  readonly backend: string
}

/** Some steps are done. */
export interface EnsembleProgressEvent extends OfEnsemble {
  readonly type: 'ensemble-progress'
  /** Steps done. */
  readonly step: number
  readonly steps: number
  /** `[member]`: training losses of the last step. */
  readonly losses: Float64Array
  readonly diverged: readonly Divergence[]
}

/** Some fresh samples are evaluated. */
export interface EnsembleEvaluationEvent extends OfEnsemble {
  readonly type: 'ensemble-evaluation'
  /** Samples per member done. */
  readonly samples: number
  readonly evaluationSamples: number
}

/** An ensemble is trained and evaluated, or was handed in. To be kept, so that an interrupted experiment need not train it again. */
export interface EnsembleEndEvent extends OfEnsemble {
  readonly type: 'ensemble-end'
  readonly trained: TrainedEnsemble
  /** It was handed in. */
  readonly reused: boolean
}
