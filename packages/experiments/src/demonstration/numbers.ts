/** Numbers of the demonstration, from trained ensembles. Plain JSON. */
import type { Matrix } from '@digon/matrix'
import { featureNorms, gramMatrix, interference, representedFeatures } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { type IndependentFeatures, linearLoss, linearOptimum } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossHistory, lossHistory } from '../loss-history.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'

/** Losses are averaged over features, as in training. */
export interface DemonstrationNumbers {
  /** One per size of model, the small one first. */
  readonly sizes: readonly SizeResult[]
}

export interface SizeResult {
  readonly featureCount: number
  readonly hiddenSize: number
  /** `[feature]`, falling. */
  readonly importance: readonly number[]
  /** By falling probability. */
  readonly linear: readonly ModelResult[]
  /** By falling probability. */
  readonly relu: readonly ModelResult[]
}

export interface ModelResult {
  readonly probability: number
  /** V(p)·Σ_{i≥m} I_i / n: what the best linear model loses. */
  readonly linearOptimum: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly RestartResult[]
  /** On fresh samples. */
  readonly losses: LossStatistics
  readonly history: LossHistory
  /** `[feature][hidden]` of the restart with the least loss. */
  readonly bestWeights: readonly (readonly number[])[]
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** What a linear model of these weights and biases is expected to lose, exactly. */
  readonly exactLinearLoss: number
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)². */
  readonly interference: readonly number[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** Features with a norm above 0.5, ascending. */
  readonly represented: readonly number[]
  /** Largest |W Wᵀ − P|, where P is 1 on the diagonal of the m most important features and 0 elsewhere. */
  readonly gramError: number
  /** Largest W_i·W_j of two represented features; 0 when there are no two. */
  readonly largestProduct: number
  /** `[represented]`: the smallest cosine with another represented feature, 1 when there is none. −1 is an antipodal partner. */
  readonly oppositeCosines: readonly number[]
}

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeDemonstration(trained: readonly TrainedEnsemble[]): DemonstrationNumbers {
  const sizes = new Map<number, TrainedEnsemble[]>()
  for (const ensemble of trained) {
    const { featureCount } = ensemble.task.ensemble.model
    sizes.set(featureCount, [...(sizes.get(featureCount) ?? []), ensemble])
  }
  return { sizes: [...sizes.values()].map(sizeResult) }
}

function sizeResult(trained: readonly TrainedEnsemble[]): SizeResult {
  const [featureCount, hiddenSize] = sizeOf(trained[0]!)
  const ofKind = (linear: boolean): readonly ModelResult[] =>
    trained
      .filter(({ task }) => isLinear(task.ensemble.model) === linear)
      .map(modelResult)
      .sort((a, b) => b.probability - a.probability)
  const { importance } = trained[0]!.task.ensemble.members[0]!
  return { featureCount, hiddenSize, importance, linear: ofKind(true), relu: ofKind(false) }
}

function modelResult(trained: TrainedEnsemble): ModelResult {
  const { members } = trained.task.ensemble
  const [, hiddenSize] = sizeOf(trained)
  const features = featuresOf(trained)
  const { losses } = trained.evaluation
  const sound = [...soundMembers(trained, [...members.keys()])].sort((a, b) => losses[a]! - losses[b]!)
  const statistics = lossStatistics(
    sound.map((member) => losses[member]!),
    members.length,
  )
  const { values } = memberWeights(trained.parameters, sound[0]!)
  return {
    probability: Number(features.probability),
    linearOptimum: linearOptimum(features, hiddenSize).loss,
    restarts: sound.map((member) => restartResult(trained, member, features)),
    losses: statistics,
    history: lossHistory(trained, sound),
    bestWeights: features.importance.map((_, i) => [...values.subarray(i * hiddenSize, (i + 1) * hiddenSize)]),
  }
}

function restartResult(trained: TrainedEnsemble, member: number, features: IndependentFeatures): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  const gram = gramMatrix(weights)
  const represented = representedFeatures(weights)
  const norms = featureNorms(weights)
  const pairs = represented.map((i) =>
    represented.filter((j) => j !== i).map((j) => ({ product: gram.values[i * gram.columns + j]!, i, j })),
  )
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    exactLinearLoss: linearLoss({ weights, bias }, features),
    norms: [...norms],
    interference: [...interference(weights)],
    bias: [...bias],
    represented,
    gramError: gramError(gram, weights.columns),
    largestProduct: pairs.flat().reduce((largest, { product }) => Math.max(largest, product), 0),
    oppositeCosines: pairs.map((ofFeature) =>
      ofFeature.reduce((least, { product, i, j }) => Math.min(least, product / (norms[i]! * norms[j]!)), 1),
    ),
  }
}

function gramError({ rows, values }: Matrix, hiddenSize: number): number {
  let largest = 0
  for (const [place, value] of values.entries()) {
    const row = Math.floor(place / rows)
    const expected = row === place % rows && row < hiddenSize ? 1 : 0
    largest = Math.max(largest, Math.abs(value - expected))
  }
  return largest
}

function featuresOf(trained: TrainedEnsemble): IndependentFeatures {
  const { data, importance } = trained.task.ensemble.members[0]!
  if (data.kind !== 'independent') throw new RangeError(`invalid data: ${data.kind}; expected independent features`)
  return { probability: data.probability, importance }
}

function sizeOf(trained: TrainedEnsemble): readonly [featureCount: number, hiddenSize: number] {
  const [, featureCount, hiddenSize] = trained.parameters.weights!.shape
  return [featureCount!, hiddenSize!]
}

function isLinear(model: TrainedEnsemble['task']['ensemble']['model']): boolean {
  return model.kind === 'autoencoder' && model.outputActivation === 'identity'
}
