/** Numbers of the privileged basis's experiment, from trained ensembles. Plain JSON. */
import { featureNorms, interference } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import type { TrainedEnsemble } from '../experiment.js'
import { featuresOf } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { codeInWords, type NeuronCode, neuronCode } from './code.js'

export interface PrivilegedBasisNumbers {
  /** `[feature]`, falling. */
  readonly importance: readonly number[]
  /** Models whose hidden layer is linear. */
  readonly linear: BasisResult
  /** Models whose hidden layer is a ReLU, by falling probability. */
  readonly relu: readonly BasisResult[]
}

export interface BasisResult {
  readonly probability: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly CodedRestart[]
  readonly losses: LossStatistics
  /** How many restarts ended with which numbers of neurons and features, in words. */
  readonly codes: Readonly<Record<string, number>>
  readonly best: {
    /** `[feature][hidden]`. */
    readonly weights: readonly (readonly number[])[]
    /** `[feature]`. */
    readonly bias: readonly number[]
    /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)². */
    readonly interference: readonly number[]
  }
}

export interface CodedRestart {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  readonly code: NeuronCode
  /** Smallest share of a represented feature's norm that lies on one neuron; 1 when there is none. */
  readonly onOneNeuron: number
}

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzePrivilegedBasis(trained: readonly TrainedEnsemble[]): PrivilegedBasisNumbers {
  const isRelu = ({ task }: TrainedEnsemble) =>
    task.ensemble.model.kind === 'autoencoder' && task.ensemble.model.hiddenActivation === 'relu'
  const linear = trained.find((ensemble) => !isRelu(ensemble))!
  return {
    importance: linear.task.ensemble.members[0]!.importance,
    linear: basisResult(linear),
    relu: trained
      .filter(isRelu)
      .map(basisResult)
      .sort((a, b) => b.probability - a.probability),
  }
}

function basisResult(trained: TrainedEnsemble): BasisResult {
  const { members } = trained.task.ensemble
  const { losses } = trained.evaluation
  const sound = [...soundMembers(trained, [...members.keys()])].sort((a, b) => losses[a]! - losses[b]!)
  const statistics = lossStatistics(
    sound.map((member) => losses[member]!),
    members.length,
  )
  const restarts = sound.map((member) => codedRestart(trained, member))
  const codes: Record<string, number> = {}
  for (const { code } of restarts) {
    const words = codeInWords(code)
    codes[words] = (codes[words] ?? 0) + 1
  }
  const weights = memberWeights(trained.parameters, sound[0]!)
  const rowOf = (feature: number) =>
    Array.from(weights.values.subarray(feature * weights.columns, (feature + 1) * weights.columns))
  return {
    probability: Number(featuresOf(trained.task, 0).probability),
    restarts,
    losses: statistics,
    codes,
    best: {
      weights: Array.from({ length: weights.rows }, (_, feature) => rowOf(feature)),
      bias: [...memberParameters(trained.parameters, sound[0]!).bias!.values],
      interference: [...interference(weights)],
    },
  }
}

function codedRestart(trained: TrainedEnsemble, member: number): CodedRestart {
  const weights = memberWeights(trained.parameters, member)
  const norms = featureNorms(weights)
  const code = neuronCode(weights)
  const shareOf = (feature: number) => {
    const row = weights.values.subarray(feature * weights.columns, (feature + 1) * weights.columns)
    return Math.max(...row.map(Math.abs)) / norms[feature]!
  }
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    code,
    onOneNeuron: Math.min(1, ...code.represented.map(shareOf)),
  }
}
