/** What models under a penalty show, and what closed forms say of features that have a hidden unit to themselves. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms, interference, representedFeatures } from '@digon/metrics'
import { featureVariance, penalizedNorm } from '@digon/theory'
import { type Restarts, restartsBy } from '../vocabulary/restarts.js'
import { type SecondLoss, secondLosses } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { model, probability } from './settings.js'

const { featureCount, hiddenSize } = model

export type PenaltyResult = ReturnType<typeof measurePenalty>
export type PenalizedRestart = ReturnType<typeof measureRestart>

/** A free bias makes up for the mean, so that a feature loses V(p) = (1 − 3p/4)·p/3 where it lost p/3 without one. */
export const biasFactor = 1 - (3 / 4) * probability

/** Features that do not meet: x' = w²x + b with the best b = p(1 − w²)/2, of norm 0 where dropping the feature costs less. */
export interface LoneFeatures {
  /** `[feature]` */
  readonly norms: readonly number[]
  /** `[feature]` */
  readonly bias: readonly number[]
}

export function loneFeatures(penalty: number, importance: readonly number[]): LoneFeatures {
  const norms = importance.map((weight) => penalizedNorm((featureCount * penalty) / weight / biasFactor))
  return { norms, bias: norms.map((norm) => (probability * (1 - norm ** 2)) / 2) }
}

const secondSamples = 4096

export function measurePenalty({ condition: penalty, ...trained }: Trained<number>, importance: readonly number[]) {
  const lone = loneFeatures(penalty, importance)
  const againstLone = secondLosses(
    [loneModel(trained.members[0]!, lone), ...trained.members],
    trained.task.ensemble,
    secondSamples,
  )
  const again = new Map(trained.members.map((member, k) => [member, againstLone[k + 1]!]))
  const restarts: Restarts<PenalizedRestart> = restartsBy(
    trained,
    (member) => measureRestart(member, again.get(member)!),
    ({ loss }) => loss,
  )
  return { penalty, lone, leastLoss: leastLoss(penalty, lone, importance), restarts }
}

/**
 * Of models without superposition, where it fits; else the least loss known. Penalty included, averaged over features.
 *
 * @returns NaN where no loss is stored.
 */
export function leastLoss(penalty: number, { norms }: LoneFeatures, importance: readonly number[]): number {
  if (norms.filter((norm) => norm > 0).length > hiddenSize) {
    return bestKnown.losses.find((known) => known.penalty === penalty)?.loss ?? Number.NaN
  }
  const variance = featureVariance(probability)
  return norms.reduce(
    (sum, norm, i) =>
      sum + (importance[i]! * variance * (1 - norm ** 2) ** 2) / featureCount + (penalty * probability * norm) / 2,
    0,
  )
}

/** The most important features alone on one unit each, under the law and the penalty of a trained model. */
function loneModel(
  { member }: TrainedMember,
  { norms, bias }: LoneFeatures,
): Pick<TrainedMember, 'member' | 'parameters'> {
  const weights = matrixFromRows(
    norms.map((norm, feature) => Array.from({ length: hiddenSize }, (_, k) => (k === feature ? norm : 0))),
  )
  return {
    member,
    parameters: {
      weights: { shape: [featureCount, hiddenSize], values: weights.values },
      bias: { shape: [featureCount], values: Float64Array.from(bias) },
    },
  }
}

function measureRestart({ weights, bias, loss, lossStandardError, errors, member }: TrainedMember, again: SecondLoss) {
  const norms = [...featureNorms(weights)]
  const shared = [...interference(weights)]
  const represented = [...representedFeatures(weights)]
  const rows = toRows(weights)
  return {
    loss,
    lossStandardError,
    exactLoss: again.loss,
    exactStandardError: again.standardError,
    /** By how much it loses more than features alone on one unit each, on the same samples. */
    excess: again.excess,
    /** What the reconstruction loses, the penalty left out. */
    reconstruction: member.importance.reduce((sum, weight, i) => sum + weight * errors[i]!, 0) / featureCount,
    norms,
    interference: shared,
    bias: [...bias],
    represented,
    largestInterference: represented.reduce((largest, i) => Math.max(largest, shared[i]!), 0),
    /** Smallest share of a represented feature's norm that lies on one hidden unit; 1 when there is none. */
    onOneUnit: represented.reduce((least, i) => Math.min(least, Math.max(...rows[i]!.map(Math.abs)) / norms[i]!), 1),
    weights: rows,
  }
}
