/** Numbers of the sparsity penalty's experiment, from trained ensembles. Plain JSON. */
import { featureNorms, interference, representedFeatures } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { penalizedNorm } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossStatistics, lossStatistics, median, soundMembers } from '../restarts.js'

/** Losses are averaged over features, as in training. */
export interface SparsityPenaltyNumbers {
  readonly hiddenSize: number
  readonly probability: number
  /** `[feature]`, falling. */
  readonly importance: readonly number[]
  /** By rising penalty. */
  readonly sweep: readonly PenaltyResult[]
}

export interface PenaltyResult {
  /** λ: the loss contains λ·Σ|hidden|. */
  readonly penalty: number
  /** `[feature]`: norms of features that do not meet, in closed form; 0 where dropping the feature costs less. */
  readonly loneNorms: readonly number[]
  /** Restarts that did not diverge, by rising loss on fresh samples, penalty included. */
  readonly restarts: readonly PenalizedRestart[]
  /** Penalty included, as trained. */
  readonly losses: LossStatistics
  /** Penalty left out: what the reconstruction loses. */
  readonly reconstruction: LossStatistics
  /** Of all restarts. */
  readonly medianRepresented: number
}

export interface PenalizedRestart {
  readonly seed: number
  /** On fresh samples, penalty included. */
  readonly loss: number
  /** On fresh samples, penalty left out. */
  readonly reconstruction: number
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)². */
  readonly interference: readonly number[]
  /** `[feature]`: the output bias. */
  readonly bias: readonly number[]
  /** Features with a norm above 0.5, ascending. */
  readonly represented: readonly number[]
  /** Largest interference of a represented feature; 0 when there is none. */
  readonly largestInterference: number
  /** Smallest share of a represented feature's norm that lies on one hidden unit; 1 when there is none. */
  readonly onOneUnit: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
}

/** @throws {RangeError} when all restarts of a penalty diverged. */
export function analyzeSparsityPenalty([trained]: readonly TrainedEnsemble[]): SparsityPenaltyNumbers {
  const { members } = trained!.task.ensemble
  const { data, importance } = members[0]!
  const penalties = [...new Set(members.map(({ hiddenL1 }) => hiddenL1))].sort((a, b) => a - b)
  return {
    hiddenSize: trained!.parameters.weights!.shape[2]!,
    probability: data.kind === 'independent' ? Number(data.probability) : Number.NaN,
    importance,
    sweep: penalties.map((penalty) => penaltyResult(trained!, penalty, importance)),
  }
}

function penaltyResult(trained: TrainedEnsemble, penalty: number, importance: readonly number[]): PenaltyResult {
  const { members } = trained.task.ensemble
  const places = [...members.keys()].filter((member) => members[member]!.hiddenL1 === penalty)
  const restarts = soundMembers(trained, places)
    .map((member) => penalizedRestart(trained, member, importance))
    .sort((a, b) => a.loss - b.loss)
  const statistics = (quantity: 'loss' | 'reconstruction') =>
    lossStatistics(
      restarts.map((restart) => restart[quantity]),
      places.length,
    )
  return {
    penalty,
    loneNorms: importance.map((weight) => penalizedNorm((importance.length * penalty) / weight)),
    restarts,
    losses: statistics('loss'),
    reconstruction: statistics('reconstruction'),
    medianRepresented: median(restarts.map(({ represented }) => represented.length)),
  }
}

function penalizedRestart(trained: TrainedEnsemble, member: number, importance: readonly number[]): PenalizedRestart {
  const weights = memberWeights(trained.parameters, member)
  const { rows: featureCount, columns: hiddenSize, values } = weights
  const { losses, errors } = trained.evaluation
  const norms = [...featureNorms(weights)]
  const superposition = [...interference(weights)]
  const represented = representedFeatures(weights)
  const rows = norms.map((_, i) => Array.from(values.subarray(i * hiddenSize, (i + 1) * hiddenSize)))
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: losses[member]!,
    reconstruction:
      importance.reduce((sum, weight, i) => sum + weight * errors[member * featureCount + i]!, 0) / featureCount,
    norms,
    interference: superposition,
    bias: [...memberParameters(trained.parameters, member).bias!.values],
    represented: [...represented],
    largestInterference: represented.reduce((largest, i) => Math.max(largest, superposition[i]!), 0),
    onOneUnit: represented.reduce((least, i) => Math.min(least, Math.max(...rows[i]!.map(Math.abs)) / norms[i]!), 1),
    weights: rows,
  }
}
