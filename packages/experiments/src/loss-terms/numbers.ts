/** Numbers of the taken-apart losses, from trained ensembles. Plain JSON. */
import { featureDimensionality, featureNorms, frobeniusSquared } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import {
  type FeatureAccount,
  featureLedger,
  oneSparsePolygon,
  oneSparsePolygonLoss,
  polytopeOptimum,
  reluLoss,
  reluLossByActiveCount,
  type TiedModel,
} from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { median, soundMembers } from '../restarts.js'
import { fallingProbabilities } from './plan.js'
import {
  type LinearTerms,
  linearTerms,
  noneActiveTerm,
  type OneActiveTerms,
  oneActiveTerms,
  sampledTerms,
} from './terms.js'

/** Losses are averaged over features, as in training; terms are summed over features, as in the paper. */
export interface LossTermsNumbers {
  /** Of falling importance, by falling probability. */
  readonly falling: readonly SparseResult[]
  readonly equal: PentagonResult
  readonly oneActive: readonly OneActiveResult[]
  readonly linear: readonly LinearResult[]
  readonly polygons: readonly PolygonRow[]
  readonly polygonLosses: readonly { readonly corners: number; readonly featureCount: number; readonly loss: number }[]
}

export interface RestartLoss {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** The exact expectation at the same weights. */
  readonly exactLoss: number
}

export interface SparseResult {
  readonly probability: number
  /** By rising exact loss. */
  readonly restarts: readonly RestartLoss[]
  /** L_0 … L_n of the best restart: exact, and measured on samples with so many active features. */
  readonly terms: readonly number[]
  readonly sampled: readonly number[]
  /** p^k (1 − p)^(n − k) L_k over their sum, `[k]`. */
  readonly shares: readonly number[]
  /** The same sum over n. */
  readonly expansion: number
  /** L_0 by the paper's formula, L_1 by quadrature of the paper's. */
  readonly noneActive: number
  readonly oneActive: OneActiveTerms
  readonly norms: readonly number[]
  /** `[feature]`; only at probabilities where it is judged, else empty, for it takes a second. */
  readonly ledger: readonly FeatureAccount[]
}

export interface PentagonResult {
  readonly probability: number
  readonly restarts: readonly (RestartLoss & Pentagon)[]
  /** The best pentagon over norm and bias. */
  readonly optimum: { readonly norm: number; readonly bias: number; readonly loss: number }
  /** L_1's interference of the best restart, with its biases and without. */
  readonly interference: { readonly withBias: number; readonly withoutBias: number }
}

/** Medians over the five features. */
export interface Pentagon {
  readonly norm: number
  readonly bias: number
  readonly dimensionality: number
}

export interface OneActiveResult {
  readonly featureCount: number
  /** Loss of a sample, summed over outputs. */
  readonly best: Pentagon & { readonly loss: number }
  /** Of the regular polygon with all features. */
  readonly expected: { readonly norm: number; readonly bias: number; readonly loss: number }
  /** Share of restarts whose loss is within 2 % of it, or below. */
  readonly reached: number
}

export interface LinearResult {
  readonly probability: number
  readonly restarts: readonly (LinearTerms & { readonly measured: number; readonly frobeniusSquared: number })[]
}

export interface PolygonRow {
  readonly corners: number
  readonly radius: number
  readonly bias: number
  readonly height: number
  readonly loss: number
}

/** Where a feature is dropped, and where all are kept. */
const ledgerProbabilities: readonly number[] = [0.2, 0.05]

/** Samples that each term is measured on. */
const samplesPerTerm = 40_000

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeLossTerms(trained: readonly TrainedEnsemble[]): LossTermsNumbers {
  const [falling, equal, five, six, linear] = trained
  return {
    falling: fallingProbabilities.map((probability) => sparseResult(falling!, probability)),
    equal: pentagonResult(equal!),
    oneActive: [oneActiveResult(five!), oneActiveResult(six!)],
    linear: [1, 0.3].map((probability) => linearResult(linear!, probability)),
    polygons: [3, 4, 5, 6].map((corners) => ({
      ...oneSparsePolygon(corners),
      loss: oneSparsePolygonLoss(corners, corners),
    })),
    polygonLosses: [
      [4, 5],
      [5, 6],
    ].map(([corners, featureCount]) => ({
      corners: corners!,
      featureCount: featureCount!,
      loss: oneSparsePolygonLoss(corners!, featureCount!),
    })),
  }
}

function modelOf({ parameters }: TrainedEnsemble, member: number): TiedModel {
  return { weights: memberWeights(parameters, member), bias: memberParameters(parameters, member).bias!.values }
}

function membersAt(trained: TrainedEnsemble, probability: number): readonly number[] {
  const { members } = trained.task.ensemble
  return soundMembers(trained, [...members.keys()]).filter((member) => {
    const { data } = members[member]!
    return data.kind === 'independent' && data.probability === probability
  })
}

interface Ranked extends RestartLoss {
  readonly member: number
}

/** By rising exact loss. */
function ranked(trained: TrainedEnsemble, probability: number): readonly [Ranked, ...Ranked[]] {
  const [best, ...others] = membersAt(trained, probability)
    .map((member) => {
      const { seed, importance } = trained.task.ensemble.members[member]!
      const exactLoss = reluLoss(modelOf(trained, member), { probability, importance })
      return { member, seed, loss: trained.evaluation.losses[member]!, exactLoss }
    })
    .sort((a, b) => a.exactLoss - b.exactLoss)
  if (best === undefined) throw new RangeError(`invalid restarts at p = ${probability}: all diverged`)
  return [best, ...others]
}

function sparseResult(trained: TrainedEnsemble, probability: number): SparseResult {
  const restarts = ranked(trained, probability)
  const [{ member, seed }] = restarts
  const { model, members } = trained.task.ensemble
  const { importance } = members[member]!
  const best = modelOf(trained, member)
  const terms = reluLossByActiveCount(best, importance)
  const count = importance.length
  const weighted = terms.map((term, k) => probability ** k * (1 - probability) ** (count - k) * term)
  const sum = weighted.reduce((a, b) => a + b, 0)
  return {
    probability,
    restarts: restarts.map(({ member: _, ...restart }) => restart),
    terms,
    sampled: sampledTerms({ ...model, featureCount: count }, trained.parameters, member, importance, {
      seed,
      sampleCount: samplesPerTerm,
    }),
    shares: weighted.map((part) => part / sum),
    expansion: sum / count,
    noneActive: noneActiveTerm(best, importance),
    oneActive: oneActiveTerms(best, importance),
    norms: [...featureNorms(best.weights)],
    ledger: ledgerProbabilities.includes(probability) ? featureLedger(best, { probability, importance }) : [],
  }
}

function pentagonResult(trained: TrainedEnsemble): PentagonResult {
  const { data, importance } = trained.task.ensemble.members[0]!
  const probability = data.kind === 'independent' ? Number(data.probability) : Number.NaN
  const restarts = ranked(trained, probability)
  const best = modelOf(trained, restarts[0].member)
  const { radius, bias, loss } = polytopeOptimum('pentagon', probability)
  return {
    probability,
    restarts: restarts.map(({ member, ...restart }) => ({ ...restart, ...pentagonOf(modelOf(trained, member)) })),
    optimum: { norm: radius, bias, loss },
    interference: {
      withBias: oneActiveTerms(best, importance).interference,
      withoutBias: oneActiveTerms({ ...best, bias: new Float64Array(best.bias.length) }, importance).interference,
    },
  }
}

function pentagonOf({ weights, bias }: TiedModel): Pentagon {
  return {
    norm: median([...featureNorms(weights)]),
    bias: median(Array.from(bias)),
    dimensionality: median([...featureDimensionality(weights)]),
  }
}

function oneActiveResult(trained: TrainedEnsemble): OneActiveResult {
  const { members, model } = trained.task.ensemble
  const featureCount = members[0]!.importance.length
  if (model.kind === 'custom') throw new RangeError('invalid model: custom; expected an autoencoder')
  const found = soundMembers(trained, [...members.keys()])
    .map((member) => {
      const tied = modelOf(trained, member)
      // Each of the sets with one feature is as likely as the others.
      return { ...pentagonOf(tied), loss: reluLossByActiveCount(tied, members[member]!.importance)[1]! / featureCount }
    })
    .sort((a, b) => a.loss - b.loss)
  const { radius, bias } = oneSparsePolygon(featureCount)
  const loss = oneSparsePolygonLoss(featureCount, featureCount)
  const reached = found.filter((restart) => restart.loss < 1.02 * loss).length / found.length
  return { featureCount, best: found[0]!, expected: { norm: radius, bias, loss }, reached }
}

function linearResult(trained: TrainedEnsemble, probability: number): LinearResult {
  return {
    probability,
    restarts: membersAt(trained, probability).map((member) => {
      const model = modelOf(trained, member)
      const { importance } = trained.task.ensemble.members[member]!
      return {
        ...linearTerms(model, importance, probability),
        measured: trained.evaluation.losses[member]!,
        frobeniusSquared: frobeniusSquared(model.weights),
      }
    }),
  }
}
