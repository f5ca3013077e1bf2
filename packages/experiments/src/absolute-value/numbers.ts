/** Numbers of the absolute value's experiment, from trained ensembles. Plain JSON. */
import type { Matrix } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { featureVariance } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { featuresOf } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, median, soundMembers } from '../restarts.js'
import { type AbsoluteNeuron, absoluteNeurons, countKind, featuresPerNeuron, twoSided } from './neurons.js'

/** Losses are averaged over features, as in training. */
export interface AbsoluteValueNumbers {
  /** As many pairs of neurons as features. */
  readonly small: AbsoluteResult
  /** Many more features than neurons, by falling probability. */
  readonly large: readonly AbsoluteResult[]
}

export interface AbsoluteResult {
  readonly probability: number
  readonly featureCount: number
  readonly hiddenSize: number
  /** Loss of a model that computes as many features exactly as it has pairs of neurons, the others at their mean. */
  readonly pairedLoss: number
  /** Loss of a model that puts every output at its mean. */
  readonly constantLoss: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly AbsoluteRestart[]
  readonly losses: LossStatistics
  /** Medians over restarts: numbers of neurons, and features of a neuron. */
  readonly median: {
    readonly monosemantic: number
    readonly polysemantic: number
    readonly featuresPerNeuron: number
  }
  readonly best: {
    /** `[feature][hidden]`: each neuron's largest weight has the magnitude 1. */
    readonly weights: readonly (readonly number[])[]
    /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)² of these weights. */
    readonly interference: readonly number[]
  }
}

export interface AbsoluteRestart {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  readonly neurons: readonly AbsoluteNeuron[]
  readonly monosemantic: number
  readonly polysemantic: number
  readonly featuresPerNeuron: number
  /** Features that have a monosemantic neuron for either side, ascending. */
  readonly twoSided: readonly number[]
}

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeAbsoluteValue([small, ...large]: readonly TrainedEnsemble[]): AbsoluteValueNumbers {
  return {
    small: absoluteResult(small!),
    large: large.map(absoluteResult).sort((a, b) => b.probability - a.probability),
  }
}

function absoluteResult(trained: TrainedEnsemble): AbsoluteResult {
  const { members } = trained.task.ensemble
  const [, featureCount, hiddenSize] = trained.parameters.weights!.shape as [number, number, number]
  const { losses } = trained.evaluation
  const { importance } = featuresOf(trained.task, 0)
  const probability = Number(featuresOf(trained.task, 0).probability)
  const sound = [...soundMembers(trained, [...members.keys()])].sort((a, b) => losses[a]! - losses[b]!)
  const statistics = lossStatistics(
    sound.map((member) => losses[member]!),
    members.length,
  )
  const restarts = sound.map((member) => absoluteRestart(trained, member))
  const best = absoluteNeurons(trained.parameters, sound[0]!).weights
  const lossWithout = (learned: number) =>
    (featureVariance(probability) * importance.slice(learned).reduce((sum, weight) => sum + weight, 0)) / featureCount
  const medianOf = (quantity: keyof AbsoluteResult['median']) => median(restarts.map((restart) => restart[quantity]))
  return {
    probability,
    featureCount,
    hiddenSize,
    pairedLoss: lossWithout(Math.floor(hiddenSize / 2)),
    constantLoss: lossWithout(0),
    restarts,
    losses: statistics,
    median: {
      monosemantic: medianOf('monosemantic'),
      polysemantic: medianOf('polysemantic'),
      featuresPerNeuron: medianOf('featuresPerNeuron'),
    },
    best: { weights: rowsOf(best), interference: [...interference(best)] },
  }
}

function absoluteRestart(trained: TrainedEnsemble, member: number): AbsoluteRestart {
  const { neurons } = absoluteNeurons(trained.parameters, member)
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    neurons,
    monosemantic: countKind(neurons, 'monosemantic'),
    polysemantic: countKind(neurons, 'polysemantic'),
    featuresPerNeuron: featuresPerNeuron(neurons) || 0,
    twoSided: twoSided(neurons),
  }
}

function rowsOf({ rows, columns, values }: Matrix): readonly (readonly number[])[] {
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)))
}
