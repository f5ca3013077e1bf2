/** A stage of a training task: what changes from a step on. Resolving stages is `stages.ts`. Plain JSON, so that it can be stored and hashed. */
import type { CopulaLaw, ExactlyLaw, FeatureLaw, HierarchyLaw, IndependentLaw, LatentLaw } from '@digon/data'
import type { Ensemble, Target } from './ensemble.js'
import type { MemberDescription, OptimizerDescription, ZipfLaw } from './ensemble-description.js'

/**
 * From `fromStep` on, the ensemble is that of the stage before with these changes. Parameters, moments, and the streams of random
 * numbers continue; schedules and bias corrections count steps from the beginning of training, not from the stage's.
 */
export interface Stage {
  /** The first step that is made with the changes, an integer ≥ 1, above that of the stage before. */
  readonly fromStep: number
  readonly set: StageChanges
}

/** What is left out stays as it is: no field goes back to its default. The model cannot change, as every shape stays. */
export interface StageChanges {
  readonly target?: Target
  /**
   * Merged into the optimizer, the schedule field by field. The kind may change between adam and adamw alone, and the momentum of
   * sgd not from or to 0: the moments would have another shape. A schedule that becomes linear or cosine needs `totalSteps`.
   */
  readonly optimizer?: OptimizerDescription
  /** Samples per member and step, an integer from 1 to 2³² − 1; not for members with fixed batches. */
  readonly batchSize?: number
  /** One description of changes for all members, or a list with one per member (`{}` changes nothing). */
  readonly members?: MemberChanges | readonly MemberChanges[]
}

/** Changes of a member. Not the seed, and not the initialization, which acts before step 0 only. */
export interface MemberChanges
  extends Pick<MemberDescription, 'importance' | 'learningRate' | 'weightDecay' | 'hiddenL1' | 'frozenFeatures'> {
  /** Merged into the member's feature law field by field, unless it names another `kind`: then it replaces the law. */
  readonly data?: LawChanges
}

/** A new law, or some fields of the one that a member has. */
export type LawChanges =
  | FeatureLaw
  | Partial<Omit<IndependentLaw, 'kind'>>
  | Partial<Omit<ExactlyLaw, 'kind'>>
  | Partial<Omit<HierarchyLaw, 'kind'>>
  | Partial<Omit<CopulaLaw, 'kind'>>
  | Partial<Omit<LatentLaw, 'kind'>>
  | ZipfLaw

/** A stage with its complete ensemble. */
export interface ResolvedStage {
  /** 0 for the task's own ensemble. */
  readonly fromStep: number
  readonly ensemble: Ensemble
}
