/** Numbers of the official notebook's table, from trained models. Plain JSON. */
import { featureNorms, frobeniusSquared, interference, nameShapes, representedFeatures } from '@digon/metrics'
import { memberWeights } from '@digon/model'
import { linearOptimum } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { featuresOf, probabilityGroups } from '../probability-groups.js'
import { soundMembers } from '../restarts.js'

export interface NotebookNumbers {
  /** By falling probability. */
  readonly groups: readonly GroupResult[]
}

export interface GroupResult {
  readonly probability: number
  /** Least loss of a linear model, averaged over features as in training. */
  readonly linearOptimum: number
  /** By rising loss on fresh samples. */
  readonly restarts: readonly RestartResult[]
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  readonly frobeniusSquared: number
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)², whose root the notebook draws. */
  readonly interference: readonly number[]
  /** Features with a norm above 0.5, ascending; and which of them the notebook's color calls dedicated, or not. */
  readonly represented: readonly number[]
  readonly dedicated: readonly number[]
  readonly superposed: readonly number[]
  /** Factors that are digons. */
  readonly digons: number
}

/** Of the notebook's color √Σ_{j≠i} (Ŵ_i·W_j)², below which a feature counts as dedicated. */
const leastColor = 0.3

/** @throws {RangeError} when a member's features are not independent with one probability. */
export function analyzeNotebook(all: readonly TrainedEnsemble[]): NotebookNumbers {
  const groups = new Map<number, GroupResult>()
  for (const trained of all) {
    for (const { probability, members } of probabilityGroups(trained.task)) {
      const { columns } = memberWeights(trained.parameters, 0)
      const restarts = soundMembers(trained, members).map((member) => restartResult(trained, member))
      groups.set(probability, {
        probability,
        linearOptimum: linearOptimum(featuresOf(trained.task, members[0]!), columns).loss,
        restarts: [...(groups.get(probability)?.restarts ?? []), ...restarts].sort((a, b) => a.loss - b.loss),
      })
    }
  }
  return { groups: [...groups.values()].sort((a, b) => b.probability - a.probability) }
}

function restartResult(trained: TrainedEnsemble, member: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const ofFeatures = [...interference(weights)]
  const represented = [...representedFeatures(weights)]
  const isDedicated = (feature: number) => Math.sqrt(ofFeatures[feature]!) < leastColor
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    frobeniusSquared: frobeniusSquared(weights),
    norms: [...featureNorms(weights)],
    interference: ofFeatures,
    represented,
    dedicated: represented.filter(isDedicated),
    superposed: represented.filter((feature) => !isDedicated(feature)),
    digons: nameShapes(weights).filter(({ name }) => name === 'digon').length,
  }
}
