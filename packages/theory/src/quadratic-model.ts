/**
 * The model of Scherlis, Sachan, Jermyn, Benton, Shlegeris 2022 (arXiv 2210.01892): output Σ_a (W_a · x)² + c for the target Σ_i v_i x_i²,
 * on independent features of mean 0, variance 1 and fourth moment F. Its exact loss, and descent with the exact gradient.
 */
import { type Matrix, matrix } from '@digon/matrix'
import { minimize } from './minimize.js'
import { gramRows } from './tied-model.js'

/** What a quadratic model is to put out, and on what. */
export interface QuadraticTask {
  /** `[feature]`: v_i ≥ 0, the effect of a feature on the target. At least one. */
  readonly effects: readonly number[]
  /** F > 1, the fourth moment of a feature: 3 for a normal one, 1/p for ±1 that is active with probability p and scaled to variance 1. */
  readonly kurtosis: number
}

/** The best model with quadratic activation. */
export interface QuadraticOptimum {
  /** `[feature, hidden]` */
  readonly weights: Matrix
  readonly loss: number
}

/**
 * The expected squared error with the best constant c, summed over nothing: there is one output.
 *
 *     L = (F − 1) Σ_i (G_ii − v_i)² + 2 Σ_{i≠k} G_ik²,  G = W Wᵀ
 *
 * @param weights `[feature, hidden]`.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when an effect is negative or not finite, or the kurtosis is not above 1.
 */
export function quadraticLoss(weights: Matrix, task: QuadraticTask): number {
  checkQuadraticTask(task)
  const gram = gramRows({ weights, bias: task.effects }, task.effects.length)
  let loss = 0
  for (const [i, row] of gram.entries()) {
    for (const [k, product] of row.entries()) {
      loss += i === k ? (task.kurtosis - 1) * (product - task.effects[i]!) ** 2 : 2 * product ** 2
    }
  }
  return loss
}

/**
 * The least of the local minima that descent with the exact gradient reaches from several starts.
 *
 * @param starts `[feature, hidden]`, at least one, of equal shape; not changed.
 * @throws as `quadraticLoss`, and {RangeError} when there is no start.
 */
export function leastQuadraticOptimum(starts: readonly Matrix[], task: QuadraticTask): QuadraticOptimum {
  if (starts.length === 0) throw new RangeError('invalid starts: none; expected at least one matrix of weights')
  return starts
    .map((start) => {
      quadraticLoss(start, task)
      const at = (point: Float64Array): Matrix => matrix(start.rows, start.columns, point)
      const { point, value } = minimize((candidate) => quadraticLoss(at(candidate), task), start.values, 1e-8, {
        gradient: (candidate) => quadraticGradient(at(candidate), task),
        maximumIterations: 2000,
      })
      return { weights: at(point), loss: value }
    })
    .reduce((least, optimum) => (optimum.loss < least.loss ? optimum : least))
}

/** @throws {RangeError} when an effect is negative or not finite, or the kurtosis is not above 1. */
export function checkQuadraticTask({ effects, kurtosis }: QuadraticTask): void {
  if (!(kurtosis > 1 && Number.isFinite(kurtosis))) {
    throw new RangeError(`invalid kurtosis: ${kurtosis}; expected a finite number > 1, as no variable has less`)
  }
  for (const [feature, effect] of effects.entries()) {
    if (effect >= 0 && Number.isFinite(effect)) continue
    throw new RangeError(`invalid effects[${feature}]: ${effect}; expected a finite number ≥ 0`)
  }
}

/** dL/dW = 2 A W with A_ii = 2 (F − 1)(G_ii − v_i) and A_ik = 4 G_ik. */
function quadraticGradient(weights: Matrix, { effects, kurtosis }: QuadraticTask): Float64Array {
  const { rows, columns, values } = weights
  const gram = gramRows({ weights, bias: effects }, rows)
  const gradient = new Float64Array(values.length)
  for (const [i, row] of gram.entries()) {
    for (const [k, product] of row.entries()) {
      const slope = i === k ? 4 * (kurtosis - 1) * (product - effects[i]!) : 8 * product
      for (let a = 0; a < columns; a++) gradient[i * columns + a]! += slope * values[k * columns + a]!
    }
  }
  return gradient
}
