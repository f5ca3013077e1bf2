/**
 * Terms of the paper's formulas (§4), each computed in a second way: by quadrature, or by samples with so many active
 * features.
 */
import { deriveSeed, sampleBatch, toDense } from '@digon/data'
import { gramMatrix } from '@digon/metrics'
import { forward, type Model } from '@digon/model'
import { featureVariance, type TiedModel } from '@digon/theory'
import { ensembleOfOne } from '../vocabulary/ensemble-of-one.js'
import type { TrainedMember } from '../vocabulary/sweep.js'

/**
 * Of a linear model: benefit Σ_i I_i (1 − ‖W_i‖²)², interference Σ_{i≠j} I_j (W_j·W_i)², and what it loses with the
 * best bias, averaged over features: V(p) times their sum, over n.
 */
export function linearTerms({ weights }: TiedModel, importance: readonly number[], probability: number) {
  const terms = overPairs(weights, importance, (product, _, target) => (target - product) ** 2)
  const { own: benefit, others: interference } = terms
  return { benefit, interference, loss: (featureVariance(probability) * (benefit + interference)) / importance.length }
}

/** By the midpoint rule on so many intervals: errors about 1e-7. */
const intervals = 2000

/**
 * L_1 apart: what active features lose themselves, `own` = Σ_i ∫₀¹ I_i (x − ReLU(‖W_i‖² x + b_i))² dx, and what they
 * do to the others, `interference` = Σ_{i≠j} ∫₀¹ I_j ReLU(W_j·W_i x + b_j)² dx.
 */
export function oneActiveTerms({ weights, bias }: TiedModel, importance: readonly number[]) {
  const { own, others } = overPairs(weights, importance, (product, j, target) => {
    let integral = 0
    for (let k = 0; k < intervals; k++) {
      const x = (k + 0.5) / intervals
      integral += (target * x - Math.max(0, product * x + bias[j]!)) ** 2 / intervals
    }
    return integral
  })
  return { own, interference: others }
}

/**
 * L_0 … L_n measured: the mean of Σ_i I_i (x_i − output_i)² over samples with exactly k active features, times the
 * number of sets of k features.
 *
 * @param samplesPerTerm each term is measured on so many.
 */
export function sampledTerms(
  { member, parameters }: Pick<TrainedMember, 'member' | 'parameters'>,
  model: Model,
  samplesPerTerm: number,
): readonly number[] {
  const featureCount = member.importance.length
  let sets = 1
  return Array.from({ length: featureCount + 1 }, (_, activeCount) => {
    if (activeCount > 0) sets = (sets * (featureCount - activeCount + 1)) / activeCount
    const batch = sampleBatch(
      { kind: 'exactly', activeCount },
      {
        featureCount,
        seed: deriveSeed(member.seed, ['terms', activeCount]),
        step: 0,
        sampleCount: activeCount === 0 ? 1 : samplesPerTerm,
      },
    )
    const { values } = forward(model, ensembleOfOne(parameters), 0, batch).output
    const sum = toDense(batch).reduce(
      (before, input, index) => before + member.importance[index % featureCount]! * (input - values[index]!) ** 2,
      0,
    )
    return (sets * sum) / batch.sampleCount
  })
}

/**
 * Σ I_j termOf(W_j·W_i, j, target), where the target is what output j should be when input i is 1: 1 for a feature
 * with itself, `own`, and 0 for two features, `others`.
 */
function overPairs(
  weights: TiedModel['weights'],
  importance: readonly number[],
  termOf: (product: number, j: number, target: 0 | 1) => number,
) {
  const { values } = gramMatrix(weights)
  let [own, others] = [0, 0]
  for (const [j, weight] of importance.entries()) {
    for (let i = 0; i < importance.length; i++) {
      const product = values[j * importance.length + i]!
      if (i === j) own += weight * termOf(product, j, 1)
      else others += weight * termOf(product, j, 0)
    }
  }
  return { own, others }
}
