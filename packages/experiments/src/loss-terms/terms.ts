/** Terms of the paper's formulas (§4), each computed in a second way: by quadrature, or by samples with so many active features. */
import { deriveSeed, sampleBatch, toDense } from '@digon/data'
import { gramMatrix } from '@digon/metrics'
import { forward, type Model, type Parameters } from '@digon/model'
import { featureVariance, type TiedModel } from '@digon/theory'

/** Σ_i I_i (1 − ‖W_i‖²)² and Σ_{i≠j} I_j (W_j·W_i)². */
export interface LinearTerms {
  readonly benefit: number
  readonly interference: number
  /** V(p) times their sum, over n: what a linear model with the best bias loses, averaged over features. */
  readonly loss: number
}

export function linearTerms({ weights }: TiedModel, importance: readonly number[], probability: number): LinearTerms {
  const { values } = gramMatrix(weights)
  const count = importance.length
  let [benefit, interference] = [0, 0]
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < count; i++) {
      const dot = values[j * count + i]!
      if (i === j) benefit += importance[j]! * (1 - dot) ** 2
      else interference += importance[j]! * dot ** 2
    }
  }
  return { benefit, interference, loss: (featureVariance(probability) * (benefit + interference)) / count }
}

/** L_1 apart: what active features lose themselves, and what they do to the others. */
export interface OneActiveTerms {
  /** Σ_i ∫₀¹ I_i (x − ReLU(‖W_i‖² x + b_i))² dx. */
  readonly own: number
  /** Σ_{i≠j} ∫₀¹ I_j ReLU(W_j·W_i x + b_j)² dx. */
  readonly interference: number
}

/** By the midpoint rule on so many intervals: errors about 1e-7. */
const intervals = 2000

export function oneActiveTerms({ weights, bias }: TiedModel, importance: readonly number[]): OneActiveTerms {
  const { values } = gramMatrix(weights)
  const count = importance.length
  let [own, interference] = [0, 0]
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < count; i++) {
      const dot = values[j * count + i]!
      let integral = 0
      for (let k = 0; k < intervals; k++) {
        const x = (k + 0.5) / intervals
        const output = Math.max(0, dot * x + bias[j]!)
        integral += ((i === j ? x : 0) - output) ** 2 / intervals
      }
      if (i === j) own += importance[j]! * integral
      else interference += importance[j]! * integral
    }
  }
  return { own, interference }
}

/** L_0 = Σ_i I_i ReLU(b_i)². */
export function noneActiveTerm({ bias }: TiedModel, importance: readonly number[]): number {
  return importance.reduce((sum, weight, i) => sum + weight * Math.max(0, bias[i]!) ** 2, 0)
}

/**
 * L_0 … L_n measured: the mean of Σ_i I_i (x_i − output_i)² over samples with exactly k active features, times the number of sets of
 * k features.
 *
 * @param parameters of an ensemble, members leading.
 */
export function sampledTerms(
  model: Model & { readonly featureCount: number },
  parameters: Parameters,
  member: number,
  importance: readonly number[],
  { seed, sampleCount }: { readonly seed: number; readonly sampleCount: number },
): readonly number[] {
  const { featureCount } = model
  let sets = 1
  return Array.from({ length: featureCount + 1 }, (_, activeCount) => {
    if (activeCount > 0) sets = (sets * (featureCount - activeCount + 1)) / activeCount
    const law = { kind: 'exactly', activeCount } as const
    const batch = sampleBatch(law, {
      featureCount,
      seed: deriveSeed(seed, ['terms', activeCount]),
      step: 0,
      sampleCount: activeCount === 0 ? 1 : sampleCount,
    })
    const inputs = toDense(batch)
    const { output } = forward(model, parameters, member, batch)
    let sum = 0
    for (const [at, value] of output.values.entries())
      sum += importance[at % featureCount]! * (inputs[at]! - value) ** 2
    return (sets * sum) / batch.sampleCount
  })
}
