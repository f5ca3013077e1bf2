/** What trained models show of attacks: damage at three budgets, and what is left of superposition after training against attacks. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { dimensionsPerFeature, representedFeatures } from '@digon/metrics'
import type { TiedModel } from '@digon/theory'
import { leastLoss } from '../vocabulary/least-loss.js'
import { remembered } from '../vocabulary/remembered.js'
import { restartsBy } from '../vocabulary/restarts.js'
import { checkedLosses } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { type AttackedTraining, trainAttacked } from './adversarial-training.js'
import { attackDamage, meanLength } from './attack.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { budgets, defendedBudgets, defendedProbability, defendedTraining } from './settings.js'

/** Inputs that each model is attacked on. */
const attackedSamples = 500

export type SparsityResult = ReturnType<typeof measureSparsity>
export type AttackedRestart = ReturnType<typeof measureRestart>
export type Reading = 'perSample' | 'fixedDirection'

export function measureSparsity(
  { condition: probability, ...trained }: Trained<number>,
  { featureCount, hiddenSize }: { readonly featureCount: number; readonly hiddenSize: number },
) {
  const least = leastLoss(featureCount, hiddenSize, probability, bestKnown)
  const restarts = restartsBy(
    trained,
    (member) => measureRestart(member, probability),
    ({ loss }) => loss,
  )
  return { probability, leastLoss: least, restarts, checkedLosses: checkedLosses(trained, 4096) }
}

/** Damages are relative to a model without superposition: (L′ − L) / (L′₀ − L₀). */
function measureRestart({ weights, bias, loss, member }: TrainedMember, probability: number) {
  const batch = freshInputs(member, probability)
  const kept = representedFeatures(weights)
  const damageAt = (share: number) => attackDamage({ weights, bias }, batch, share)
  return {
    loss,
    represented: kept,
    leftOutBiases: Array.from(bias).filter((_, feature) => !kept.includes(feature)),
    featuresPerDimension: 1 / dimensionsPerFeature(weights),
    small: damageAt(budgets.small),
    paper: damageAt(budgets.paper),
    large: damageAt(budgets.large),
  }
}

/** The best model of one probability, trained on with attacks of each budget: what is left of 1/D*. */
export function measureDefense(sweep: readonly Trained<number>[]) {
  const { members } = sweep.find(({ condition }) => condition === defendedProbability)!
  const start = members.reduce((least, other) => (other.loss < least.loss ? other : least))
  const length = meanLength(freshInputs(start.member, defendedProbability))
  const model = { weights: start.weights, bias: Array.from(start.bias) }
  const training = { ...defendedTraining, probability: defendedProbability, seed: start.member.seed }
  return defendedBudgets.map((share) => {
    const end = share === 0 ? model : trainedAttacked({ model, training: { ...training, budget: share * length } })
    return { share, featuresPerDimension: 1 / dimensionsPerFeature(end.weights) }
  })
}

/** A second each, and the same for the same model. */
const trainedAttacked = remembered(
  ({ model, training }: { readonly model: TiedModel; readonly training: AttackedTraining }) =>
    trainAttacked(model, training),
)

/**
 * The budget at which 1/D* first falls to 1 as it grows, between two budgets on a line; NaN where it does not fall from `least`
 * or more, or not to 1.
 */
export function budgetWithout(defense: ReturnType<typeof measureDefense>, least: number): number {
  const k = defense.findIndex(({ featuresPerDimension }) => featuresPerDimension <= 1)
  if (k < 1 || !(defense[0]!.featuresPerDimension >= least)) return Number.NaN
  const [before, after] = [defense[k - 1]!, defense[k]!]
  const way = (before.featuresPerDimension - 1) / (before.featuresPerDimension - after.featuresPerDimension)
  return before.share + way * (after.share - before.share)
}

function freshInputs({ seed, importance }: TrainedMember['member'], probability: number) {
  const fresh = { featureCount: importance.length, seed: deriveSeed(seed, ['attacked']), step: 0 }
  return sampleBatch({ kind: 'independent', probability }, { ...fresh, sampleCount: attackedSamples })
}
