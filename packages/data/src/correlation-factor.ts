/** The lower triangular factor of a correlation matrix: what turns independent normal numbers into correlated ones. + − × ÷ √ only. */

/** Pivots down to minus this count as 0: rounding of a matrix without negative eigenvalues. */
const tolerance = 1e-9

/**
 * L, `[feature][k ≤ feature]`, with L · Lᵀ the matrix (Cholesky); undefined when the matrix has a negative eigenvalue.
 *
 * @param correlation `[feature][feature]`, symmetric with 1 on the diagonal.
 */
export function correlationFactor(correlation: readonly (readonly number[])[]): readonly Float64Array[] | undefined {
  const factor: Float64Array[] = []
  for (const [row, entries] of correlation.entries()) {
    const own = new Float64Array(row + 1)
    for (let column = 0; column < row; column++) {
      const rest = entries[column]! - sumOfProducts(own, factor[column]!, column)
      const pivot = factor[column]![column]!
      if (pivot > 0) own[column] = rest / pivot
      // A column that earlier ones determine: what is left must be rounding.
      else if (Math.abs(rest) > Math.sqrt(tolerance)) return undefined
    }
    const pivot = 1 - sumOfProducts(own, own, row)
    if (pivot < -tolerance) return undefined
    own[row] = pivot > tolerance ? Math.sqrt(pivot) : 0
    factor.push(own)
  }
  return factor
}

/** The matrix of a copula law. @param correlation one number for every pair, or the matrix itself. */
export function correlationMatrix(
  correlation: number | readonly (readonly number[])[],
  featureCount: number,
): readonly (readonly number[])[] {
  if (typeof correlation !== 'number') return correlation
  const features = Array.from({ length: featureCount }, (_, feature) => feature)
  return features.map((row) => features.map((column) => (row === column ? 1 : correlation)))
}

function sumOfProducts(first: Float64Array, second: Float64Array, length: number): number {
  let sum = 0
  for (let index = 0; index < length; index++) sum += first[index]! * second[index]!
  return sum
}
