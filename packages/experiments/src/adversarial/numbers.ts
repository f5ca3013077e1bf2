/** Numbers of the adversarial experiment, from trained ensembles. Plain JSON. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { dimensionsPerFeature } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { correlation } from '../correlation.js'
import type { TrainedEnsemble } from '../experiment.js'
import { probabilityGroups } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, median, soundMembers } from '../restarts.js'
import { type AttackDamage, attackDamage } from './attack.js'

export interface AdversarialNumbers {
  readonly featureCount: number
  readonly hiddenSize: number
  /** By falling probability. */
  readonly sweep: readonly SparsityResult[]
  /** Over all restarts of all probabilities: of 1/D* with either vulnerability. */
  readonly correlation: { readonly perSample: number; readonly fixedDirection: number }
}

export interface SparsityResult {
  readonly probability: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly AttackedRestart[]
  /** On fresh samples, without attack. */
  readonly losses: LossStatistics
  /** Medians over restarts. */
  readonly median: AttackDamage & { readonly featuresPerDimension: number }
}

/** Damages are relative to a model without superposition: (L' − L) / (L'₀ − L₀). */
export interface AttackedRestart extends AttackDamage {
  readonly seed: number
  /** On fresh samples, averaged over features, without attack. */
  readonly loss: number
  /** 1/D* = ‖W‖² / m. */
  readonly featuresPerDimension: number
}

/** Inputs that each model is attacked on. */
const attackedSamples = 1000

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeAdversarial(trained: readonly TrainedEnsemble[]): AdversarialNumbers {
  const [, featureCount, hiddenSize] = trained[0]!.parameters.weights!.shape
  const sweep = trained.flatMap((ensemble) =>
    probabilityGroups(ensemble.task).map(({ probability, members }) => sparsityResult(ensemble, probability, members)),
  )
  const all = sweep.flatMap(({ restarts }) => restarts)
  const inverse = all.map(({ featuresPerDimension }) => featuresPerDimension)
  const correlationWith = (attack: 'perSample' | 'fixedDirection') =>
    correlation(
      inverse,
      all.map((restart) => restart[attack]),
    )
  return {
    featureCount: featureCount!,
    hiddenSize: hiddenSize!,
    sweep,
    correlation: { perSample: correlationWith('perSample'), fixedDirection: correlationWith('fixedDirection') },
  }
}

function sparsityResult(trained: TrainedEnsemble, probability: number, members: readonly number[]): SparsityResult {
  const restarts = soundMembers(trained, members)
    .map((member) => attackedRestart(trained, member, probability))
    .sort((a, b) => a.loss - b.loss)
  const losses = lossStatistics(
    restarts.map(({ loss }) => loss),
    members.length,
  )
  const medianOf = (quantity: keyof SparsityResult['median']) => median(restarts.map((restart) => restart[quantity]))
  return {
    probability,
    restarts,
    losses,
    median: {
      budget: medianOf('budget'),
      perSample: medianOf('perSample'),
      fixedDirection: medianOf('fixedDirection'),
      gradient: medianOf('gradient'),
      outputsOff: medianOf('outputsOff'),
      featuresPerDimension: medianOf('featuresPerDimension'),
    },
  }
}

function attackedRestart(trained: TrainedEnsemble, member: number, probability: number): AttackedRestart {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  const { seed } = trained.task.ensemble.members[member]!
  const batch = sampleBatch(
    { kind: 'independent', probability },
    {
      featureCount: weights.rows,
      seed: deriveSeed(seed, ['attacked']),
      step: 0,
      sampleCount: attackedSamples,
    },
  )
  return {
    seed,
    loss: trained.evaluation.losses[member]!,
    featuresPerDimension: 1 / dimensionsPerFeature(weights),
    ...attackDamage({ weights, bias }, batch),
  }
}
