/**
 * Which features get a dimension, share one, or are dropped: the closed form for the quadratic model (`quadratic-model.ts`), after
 * Scherlis, Sachan, Jermyn, Benton, Shlegeris 2022, "Polysemanticity and Capacity in Neural Networks", arXiv 2210.01892.
 */
import { checkQuadraticTask, type QuadraticTask } from './quadratic-model.js'

/** How capacity is shared out among features. */
export interface CapacityAllocation {
  /** `[feature]`: C_i from 0 (dropped) to 1 (a dimension of its own); they sum to the dimensions, or to the features with an effect. */
  readonly capacities: Float64Array
  /** `[feature]`: G_ii, the squared norm of the feature's vector. */
  readonly squaredNorms: Float64Array
  readonly loss: number
}

/**
 * The best allocation. A feature with capacity C_i costs
 *
 *     L_i = 2 v_i² (F − 1)(1 − C_i) / ((F − 3) C_i + 2),  at G_ii = v_i (F − 1) C_i / ((F − 3) C_i + 2).
 *
 * Above F = 3 returns diminish: C_i = clip((v_i / μ − 2) / (F − 3), 0, 1), with μ such that they sum to the dimensions. Up to F = 3 they
 * do not, and the features with the largest effects get a dimension each; among equal effects, the first ones.
 *
 * @param hiddenSize dimensions, an integer ≥ 1.
 * @throws {RangeError} when a number is outside its range.
 */
export function capacityAllocation(task: QuadraticTask, hiddenSize: number): CapacityAllocation {
  checkQuadraticTask(task)
  if (!Number.isSafeInteger(hiddenSize) || hiddenSize < 1) {
    throw new RangeError(`invalid hiddenSize: ${hiddenSize}; expected an integer ≥ 1`)
  }
  const { effects, kurtosis } = task
  const capacities = kurtosis > 3 ? shared(task, hiddenSize) : winners(effects, hiddenSize)
  const excess = kurtosis - 3
  let loss = 0
  const squaredNorms = capacities.map((capacity, feature) => {
    const effect = effects[feature]!
    const scale = excess * capacity + 2
    loss += (2 * effect ** 2 * (kurtosis - 1) * (1 - capacity)) / scale
    return (effect * (kurtosis - 1) * capacity) / scale
  })
  return { capacities, squaredNorms, loss }
}

function winners(effects: readonly number[], hiddenSize: number): Float64Array {
  const order = [...effects.keys()].sort((a, b) => effects[b]! - effects[a]!)
  const kept = new Set(order.slice(0, hiddenSize).filter((feature) => effects[feature]! > 0))
  return Float64Array.from(effects, (_, feature) => (kept.has(feature) ? 1 : 0))
}

/** Finds μ by halving between values that give all features nothing, and a dimension each. */
function shared({ effects, kurtosis }: QuadraticTask, hiddenSize: number): Float64Array {
  const allocated = (benefit: number): Float64Array =>
    Float64Array.from(effects, (effect) => Math.min(1, Math.max(0, (effect / benefit - 2) / (kurtosis - 3))))
  const withEffect = effects.filter((effect) => effect > 0)
  let most = Math.max(0, ...withEffect) / 2
  let least = Math.min(most, ...withEffect) / (kurtosis - 1)
  if (withEffect.length <= hiddenSize) return Float64Array.from(effects, (effect) => (effect > 0 ? 1 : 0))
  for (let halving = 0; halving < 200; halving++) {
    const benefit = (least + most) / 2
    const sum = allocated(benefit).reduce((total, capacity) => total + capacity, 0)
    if (sum > hiddenSize) least = benefit
    else most = benefit
  }
  return allocated(most)
}
