/**
 * What trained models show of the terms of their loss. Losses are averaged over features, as in training; terms are
 * summed over features, as in the paper.
 */
import { featureDimensionality, featureNorms, frobeniusSquared } from '@digon/metrics'
import {
  featureLedger,
  oneSparsePolygon,
  oneSparsePolygonLoss,
  polytopeOptimum,
  reluLoss,
  reluLossByActiveCount,
} from '@digon/theory'
import { restartsBy } from '../vocabulary/restarts.js'
import { median } from '../vocabulary/statistics.js'
import { featuresOf, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { pentagonProbability } from './settings.js'
import { linearTerms, noneActiveTerm, oneActiveTerms, sampledTerms } from './terms.js'

export type LossTermsNumbers = ReturnType<typeof measureLossTerms>

type SweepName = 'falling' | 'equal' | 'oneActive' | 'linear'

export function measureLossTerms(trained: Readonly<Record<SweepName, readonly Trained<number>[]>>) {
  return {
    /** By falling probability. */
    falling: trained.falling.map(measureFalling),
    equal: measureEqual(trained.equal[0]!),
    oneActive: trained.oneActive.map(measureOneActive),
    linear: trained.linear.map(measureLinear),
    /** The best regular polygons when one feature is active, with L(k, k) as `loss`. */
    polygons: [3, 4, 5, 6].map((corners) => ({
      ...oneSparsePolygon(corners),
      loss: oneSparsePolygonLoss(corners, corners),
    })),
    /** L(4, 5) and L(5, 6). */
    polygonLosses: [4, 5].map((corners) => oneSparsePolygonLoss(corners, corners + 1)),
  }
}

/** Where a feature is dropped, and where all are kept. Elsewhere no ledger is judged, for it takes a second. */
const ledgerProbabilities: readonly number[] = [0.2, 0.05]

/** Restarts by rising exact loss, with medians over the features, and the model of the best one. */
function ranked(trained: Trained<number>, exactLossOf = (model: TrainedMember) => reluLoss(model, featuresOf(model))) {
  const { planned, all } = restartsBy(
    trained,
    (model) => ({
      model,
      restart: {
        loss: model.loss,
        exactLoss: exactLossOf(model),
        norm: median([...featureNorms(model.weights)]),
        bias: median([...model.bias]),
        dimensionality: median([...featureDimensionality(model.weights)]),
      },
    }),
    ({ restart }) => restart.exactLoss,
  )
  return { model: all[0]!.model, restarts: { planned, all: all.map(({ restart }) => restart) } }
}

function measureFalling(trained: Trained<number>) {
  const { condition: probability, task } = trained
  const { model, restarts } = ranked(trained)
  const { importance } = model.member
  const terms = reluLossByActiveCount(model, importance)
  const count = importance.length
  const weighted = terms.map((term, k) => probability ** k * (1 - probability) ** (count - k) * term)
  const sum = weighted.reduce((a, b) => a + b, 0)
  return {
    probability,
    restarts,
    /** L_0 … L_n of the best restart: exact, and measured on samples with so many active features. */
    terms,
    sampled: sampledTerms(model, task.ensemble.model),
    /** p^k (1 − p)^(n − k) L_k over their sum, `[k]`. */
    shares: weighted.map((part) => part / sum),
    /** The same sum over n. */
    expansion: sum / count,
    /** L_0 by the paper's formula, L_1 by quadrature of the paper's. */
    noneActive: noneActiveTerm(model, importance),
    oneActive: oneActiveTerms(model, importance),
    norms: [...featureNorms(model.weights)],
    /** `[feature]`; empty where it is not judged. */
    ledger: ledgerProbabilities.includes(probability) ? featureLedger(model, featuresOf(model)) : [],
  }
}

function measureEqual(trained: Trained<number>) {
  const { model, restarts } = ranked(trained)
  const { importance } = model.member
  const { radius: norm, bias, loss } = polytopeOptimum('pentagon', pentagonProbability)
  const withoutBias = { weights: model.weights, bias: new Float64Array(importance.length) }
  return {
    restarts,
    /** The best pentagon over norm and bias. */
    optimum: { norm, bias, loss },
    /** L_1's of the best restart, with its biases and without. */
    interference: {
      withBias: oneActiveTerms(model, importance).interference,
      withoutBias: oneActiveTerms(withoutBias, importance).interference,
    },
  }
}

/** Loss of a sample, summed over outputs: each set of one feature is as likely as the others. */
function measureOneActive(trained: Trained<number>) {
  const { condition: featureCount } = trained
  const lossOf = (model: TrainedMember) => reluLossByActiveCount(model, model.member.importance)[1]! / featureCount
  return { featureCount, restarts: ranked(trained, lossOf).restarts }
}

function measureLinear({ condition: probability, ...trained }: Trained<number>) {
  return restartsBy(
    trained,
    (model) => ({
      ...linearTerms(model, model.member.importance, probability),
      measured: model.loss,
      frobeniusSquared: frobeniusSquared(model.weights),
    }),
    ({ measured }) => measured,
  )
}
