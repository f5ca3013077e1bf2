/** Numbers of the motif's experiment, from trained ensembles. Plain JSON. */
import { type Matrix, matrix } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import type { TrainedEnsemble } from '../experiment.js'
import { probabilityGroups } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { findMotifs, type Motif } from './motif.js'

export interface AsymmetricMotifNumbers {
  /** By falling probability. */
  readonly sweep: readonly MotifResult[]
}

export interface MotifResult {
  readonly probability: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly MotifRestart[]
  readonly losses: LossStatistics
  readonly best: {
    /** `[feature][hidden]`. */
    readonly weights: readonly (readonly number[])[]
    /** `[hidden][feature]`. */
    readonly outputWeights: readonly (readonly number[])[]
    /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)² of the input weights. */
    readonly interference: readonly number[]
  }
}

export interface MotifRestart {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  readonly motifs: readonly Motif[]
}

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeAsymmetricMotif(trained: readonly TrainedEnsemble[]): AsymmetricMotifNumbers {
  return {
    sweep: trained.flatMap((ensemble) =>
      probabilityGroups(ensemble.task).map(({ probability, members }) => motifResult(ensemble, probability, members)),
    ),
  }
}

function motifResult(trained: TrainedEnsemble, probability: number, members: readonly number[]): MotifResult {
  const { losses } = trained.evaluation
  const sound = [...soundMembers(trained, members)].sort((a, b) => losses[a]! - losses[b]!)
  const statistics = lossStatistics(
    sound.map((member) => losses[member]!),
    members.length,
  )
  const best = { weights: memberWeights(trained.parameters, sound[0]!), out: outputWeightsOf(trained, sound[0]!) }
  return {
    probability,
    restarts: sound.map((member) => ({
      seed: trained.task.ensemble.members[member]!.seed,
      loss: losses[member]!,
      motifs: findMotifs(memberWeights(trained.parameters, member), outputWeightsOf(trained, member)),
    })),
    losses: statistics,
    best: {
      weights: rowsOf(best.weights),
      outputWeights: rowsOf(best.out),
      interference: [...interference(best.weights)],
    },
  }
}

function outputWeightsOf(trained: TrainedEnsemble, member: number): Matrix {
  const { shape, values } = memberParameters(trained.parameters, member).outputWeights!
  return matrix(shape[0]!, shape[1]!, values, 'outputWeights')
}

function rowsOf({ rows, columns, values }: Matrix): readonly (readonly number[])[] {
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)))
}
