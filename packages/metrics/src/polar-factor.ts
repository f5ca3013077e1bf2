/**
 * The orthogonal matrix nearest to a given small one, by one-sided Jacobi rotations: only + − × ÷ √, so every machine gives the
 * same bits. The singular values themselves are not kept.
 */
import { dot, type Matrix, matrix } from '@digon/matrix'

/** Columns count as orthogonal when their cosine is at most this, and as zero when this much shorter than the longest. */
const precision = 1e-14

/** Convergence is quadratic: a dozen sweeps is much. */
const mostSweeps = 60

/**
 * U Vᵀ for A = U S Vᵀ: of all orthogonal R the one with the largest trace of RᵀA. Where A has not full rank it is one of several,
 * and always the same one.
 *
 * @param square as many rows as columns, finite.
 */
export function polarFactor(square: Matrix): Matrix {
  const size = square.rows
  // Held by columns: left becomes A V = U S, right becomes V.
  const left = Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: size }, (_, i) => square.values[i * size + j]!),
  )
  const right = Array.from({ length: size }, (_, j) => Float64Array.from({ length: size }, (_, i) => Number(i === j)))
  let turned = true
  for (let sweep = 0; turned && sweep < mostSweeps; sweep++) {
    turned = false
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) turned = orthogonalize(left, right, p, q) || turned
    }
  }
  const directions = orthonormal(left)
  const values = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) values[i * size + j]! += directions[k]![i]! * right[k]![j]!
    }
  }
  return matrix(size, size, values)
}

/** Turns columns p and q of both sides so that those of the left become orthogonal; says whether it had to. */
function orthogonalize(left: Float64Array[], right: Float64Array[], p: number, q: number): boolean {
  const [a, b] = [left[p]!, left[q]!]
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)]
  if (Math.abs(ab) <= precision * Math.sqrt(aa * bb)) return false
  const ratio = (bb - aa) / (2 * ab)
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio))
  const cosine = 1 / Math.sqrt(1 + tangent * tangent)
  turn(a, b, cosine, cosine * tangent)
  turn(right[p]!, right[q]!, cosine, cosine * tangent)
  return true
}

function turn(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!]
    a[k] = cosine * x - sine * y
    b[k] = sine * x + cosine * y
  }
}

/** The orthogonal columns at length 1; in the place of those of length 0, directions that are missing. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)))
  const longest = Math.max(0, ...lengths)
  const isFull = (k: number) => lengths[k]! > precision * longest
  const basis = columns.filter((_, k) => isFull(k)).map((column) => unit(column))
  return columns.map((column, k) => {
    if (isFull(k)) return unit(column)
    const missing = missingDirection(basis, columns.length)
    basis.push(missing)
    return missing
  })
}

/** Of the axes the one that lies furthest outside the span of the basis, made orthogonal to it. */
function missingDirection(basis: readonly Float64Array[], size: number): Float64Array {
  const covered = Float64Array.from({ length: size }, (_, axis) => basis.reduce((sum, b) => sum + b[axis]! ** 2, 0))
  const axis = covered.indexOf(Math.min(...covered))
  const direction = Float64Array.from({ length: size }, (_, k) => Number(k === axis))
  // Twice, since one pass leaves rounding behind.
  for (const b of [...basis, ...basis]) {
    const along = dot(direction, b)
    for (let k = 0; k < size; k++) direction[k]! -= along * b[k]!
  }
  return unit(direction)
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}
