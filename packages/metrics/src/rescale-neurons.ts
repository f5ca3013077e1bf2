/** Makes hidden units comparable: a ReLU unit may be scaled as long as what it sends on is scaled back (paper §11, footnote 15). */
import { checkFinite, type Matrix, matrix, ShapeError } from '@digon/matrix'

/** Weights of the same function, with hidden units of one size. */
export interface RescaledNeurons {
  /** `[feature, hidden]`: in each column the largest magnitude is 1, or all are 0. */
  readonly weights: Matrix
  /** `[hidden, feature]`. */
  readonly outputWeights: Matrix
}

/**
 * Every hidden unit divided by its largest |weight|, its output weights multiplied by it: the same function for a model with ReLU
 * or identity as hidden activation and without hidden bias. Units without weights are left as they are.
 *
 * @param weights `[feature, hidden]`, what the hidden layer reads.
 * @param outputWeights `[hidden, output]`, what it sends on.
 * @throws {ShapeError} when a number is not finite, or the two do not have the same hidden units.
 */
export function rescaleNeurons(weights: Matrix, outputWeights: Matrix): RescaledNeurons {
  checkFinite(weights, 'weights')
  checkFinite(outputWeights, 'outputWeights')
  const { rows: featureCount, columns: hiddenSize } = weights
  if (outputWeights.rows !== hiddenSize) {
    throw new ShapeError('outputWeights', `${outputWeights.rows} rows`, `${hiddenSize}, one per hidden unit`)
  }
  const sizes = new Float64Array(hiddenSize)
  for (const [k, weight] of weights.values.entries()) {
    sizes[k % hiddenSize] = Math.max(sizes[k % hiddenSize]!, Math.abs(weight))
  }
  const scale = sizes.map((size) => (size === 0 ? 1 : size))
  return {
    weights: matrix(
      featureCount,
      hiddenSize,
      Float64Array.from(weights.values, (weight, k) => weight / scale[k % hiddenSize]!),
    ),
    outputWeights: matrix(
      hiddenSize,
      outputWeights.columns,
      Float64Array.from(outputWeights.values, (weight, k) => weight * scale[Math.floor(k / outputWeights.columns)]!),
    ),
  }
}
