/** All dot products between features, for heat maps and small n. Metrics that need only sums over a row do without it. */
import { checkFinite, type Matrix } from '@digon/matrix'

/**
 * W Wᵀ of weights `[feature, hidden]`: `[feature, feature]`, entry (i, j) = W_i·W_j, exactly symmetric. (The paper, which
 * keeps features in columns, writes WᵀW.) Takes n²m/2 multiply-adds and n² numbers of memory.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function gramMatrix(weights: Matrix): Matrix {
  checkFinite(weights, 'weights')
  const { rows: featureCount, columns: hiddenSize, values } = weights
  const gram = new Float64Array(featureCount * featureCount)
  for (let i = 0; i < featureCount; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0
      for (let k = 0; k < hiddenSize; k++) dot += values[i * hiddenSize + k]! * values[j * hiddenSize + k]!
      gram[i * featureCount + j] = dot
      gram[j * featureCount + i] = dot
    }
  }
  return { rows: featureCount, columns: featureCount, values: gram }
}
