/** What linear and ReLU models of one size show. Losses are averaged over features, as in training. */
import { type Matrix, toRows } from '@digon/matrix'
import { featureNorms, gramMatrix, interference, representedFeatures } from '@digon/metrics'
import type { Ensemble } from '@digon/model'
import { type IndependentFeatures, linearLoss, linearOptimum } from '@digon/theory'
import { firstStepOf } from '../vocabulary/first-step.js'
import { best, historyOf, type Restarts, restartsBy } from '../vocabulary/restarts.js'
import { checkedLoss } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'

export type SizeResult = ReturnType<typeof measureSize>
export type ModelResult = ReturnType<typeof measureModel>
export type ModelRestart = ReturnType<typeof measureRestart>

/** @param linear by falling probability, as `relu`. */
export function measureSize(linear: readonly Trained<number>[], relu: readonly Trained<number>[]) {
  const { rows: featureCount, columns: hiddenSize } = linear[0]!.members[0]!.weights
  return {
    featureCount,
    hiddenSize,
    linear: linear.map(modelsOf('linear')),
    relu: relu.map(modelsOf('relu')),
    firstStep: firstStepOf(relu[0]!),
  }
}

function modelsOf(kind: 'linear' | 'relu') {
  return (trained: Trained<number>) => measureModel(kind, trained)
}

function measureModel(kind: 'linear' | 'relu', { condition: probability, ...trained }: Trained<number>) {
  const { member, weights } = trained.members[0]!
  const features = { probability, importance: member.importance }
  const ranked: Restarts<TrainedMember> = restartsBy(
    trained,
    (each) => each,
    ({ loss }) => loss,
  )
  return {
    probability,
    /** V(p)·Σ_{i≥m} I_i / n: what the best linear model loses. */
    linearOptimum: linearOptimum(features, weights.columns).loss,
    restarts: { ...ranked, all: ranked.all.map((each) => measureRestart(kind, each, trained.task.ensemble, features)) },
    history: historyOf(trained),
    bestWeights: toRows(best(ranked).weights),
  }
}

/** The sparser, the fewer samples have most of the loss; empty ones cost nothing. */
function secondSamples(probability: number): number {
  return Math.round(Math.max(5120, 200 / probability))
}

function measureRestart(
  kind: 'linear' | 'relu',
  trained: TrainedMember,
  ensemble: Ensemble,
  features: IndependentFeatures & { readonly probability: number },
) {
  const { weights, bias, loss, lossStandardError } = trained
  const exactLinearLoss = linearLoss({ weights, bias }, features)
  const gram = gramMatrix(weights)
  const represented = [...representedFeatures(weights)]
  const norms = [...featureNorms(weights)]
  const others = (i: number) =>
    represented.filter((j) => j !== i).map((j) => ({ j, product: gram.values[i * gram.columns + j]! }))
  const largestProducts = represented.map((i) =>
    others(i).reduce((largest, { product }) => Math.max(largest, product), 0),
  )
  return {
    loss,
    lossStandardError,
    /** By another computation: exact for linear models, on samples of its own for ReLU models. */
    ...(kind === 'linear'
      ? { exactLoss: exactLinearLoss, exactStandardError: 0 }
      : checkedLoss(trained, ensemble, secondSamples(features.probability))),
    /** What a linear model of these weights and biases is expected to lose, exactly. */
    exactLinearLoss,
    norms,
    /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)². */
    interference: [...interference(weights)],
    bias: [...bias],
    represented,
    gramError: gramError(gram, weights.columns),
    /** Largest W_i·W_j of two represented features; 0 when there are no two. */
    largestProduct: Math.max(0, ...largestProducts),
    /** `[represented]`: the same for each feature. */
    largestProducts,
    /** `[represented]`: the smallest cosine with another represented feature; 1 when there is none. */
    oppositeCosines: represented.map((i) =>
      others(i).reduce((least, { j, product }) => Math.min(least, product / (norms[i]! * norms[j]!)), 1),
    ),
  }
}

/** Largest |W Wᵀ − P|, where P is 1 on the diagonal of the m most important features and 0 elsewhere. */
function gramError(gram: Matrix, hiddenSize: number): number {
  const expected = (i: number, j: number) => (i === j && i < hiddenSize ? 1 : 0)
  const errors = toRows(gram).flatMap((row, i) => row.map((value, j) => Math.abs(value - expected(i, j))))
  return errors.reduce((largest, error) => Math.max(largest, error), 0)
}
