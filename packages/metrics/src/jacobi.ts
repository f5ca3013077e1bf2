/**
 * One-sided Jacobi rotations: vectors turned among each other until all are orthogonal (A = U S Vᵀ, held by columns, becomes U S).
 * Only + − × ÷ √, so every machine gives the same bits.
 */
import { dot } from '@digon/matrix'

/** Columns count as orthogonal when their cosine is at most this. */
export const precision = 1e-14

/** Convergence is quadratic: a dozen sweeps is much. */
const mostSweeps = 60

/**
 * Makes the columns orthogonal, in place.
 *
 * @param alongside as many columns, which take the same turns: begun as 1 they end as V. Default: none.
 */
export function orthogonalizeColumns(
  columns: readonly Float64Array[],
  alongside: readonly Float64Array[] = columns.map(() => new Float64Array(0)),
): void {
  let turned = true
  for (let sweep = 0; turned && sweep < mostSweeps; sweep++) {
    turned = false
    for (let p = 0; p < columns.length; p++) {
      for (let q = p + 1; q < columns.length; q++) turned = orthogonalize(columns, alongside, p, q) || turned
    }
  }
}

/** Turns columns p and q of both so that those of the first become orthogonal; says whether it had to. */
function orthogonalize(
  columns: readonly Float64Array[],
  alongside: readonly Float64Array[],
  p: number,
  q: number,
): boolean {
  const [a, b] = [columns[p]!, columns[q]!]
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)]
  if (Math.abs(ab) <= precision * Math.sqrt(aa * bb)) return false
  const ratio = (bb - aa) / (2 * ab)
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio))
  const cosine = 1 / Math.sqrt(1 + tangent * tangent)
  turn(a, b, cosine, cosine * tangent)
  turn(alongside[p]!, alongside[q]!, cosine, cosine * tangent)
  return true
}

function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!]
    a[k] = cosine * x - sine * y
    b[k] = sine * x + cosine * y
  }
}
