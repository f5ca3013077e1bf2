/**
 * The plain record that carries numbers between packages, and the checks that keep it honest.
 * Lists of rows are `rows.ts`, products are `products.ts`.
 */

/** Numbers in one flat block. Engines hand out float32, the reference and the metrics float64. */
export type NumberArray = Float32Array | Float64Array

/**
 * A matrix as a plain record. Weights are `[feature, hidden]`: row i is the direction of feature i.
 * Records are never changed by the functions that take them.
 */
export interface Matrix {
  /** Number of rows, an integer ≥ 0. */
  readonly rows: number
  /** Number of columns, an integer ≥ 0. */
  readonly columns: number
  /** `rows × columns` numbers, row-major: entry (i, j) is `values[i * columns + j]`. */
  readonly values: NumberArray
}

/** A matrix or tensor whose numbers do not fit its shape, or whose shape is not made of counts. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly category = 'input'
  /** @param subject what was checked, as a field path, for example `weights`. */
  constructor(
    readonly subject: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${subject}: ${found}; expected ${expected}`)
  }
}

/**
 * A matrix over the given numbers. The block is not copied.
 *
 * @throws {ShapeError} when rows or columns is not an integer ≥ 0, or `values` has another length than rows × columns.
 */
export function matrix(rows: number, columns: number, values: NumberArray, subject = 'matrix'): Matrix {
  checkCount(rows, `${subject}.rows`)
  checkCount(columns, `${subject}.columns`)
  if (values.length !== rows * columns) {
    throw new ShapeError(subject, `${values.length} numbers`, `${rows} × ${columns} = ${rows * columns}`)
  }
  return { rows, columns, values }
}

/**
 * Row i, a view of the matrix's own numbers (do not write to it).
 *
 * @throws {ShapeError} when i is not a row of the matrix.
 */
export function row(of: Matrix, i: number): NumberArray {
  if (!Number.isInteger(i) || i < 0 || i >= of.rows) {
    throw new ShapeError('row index', String(i), `an integer from 0 to ${of.rows - 1}`)
  }
  return of.values.subarray(i * of.columns, (i + 1) * of.columns)
}

/**
 * The columns as rows: `[feature, hidden]` becomes `[hidden, feature]`. Always a copy, of the same number type.
 */
export function transpose(of: Matrix): Matrix {
  const values =
    of.values instanceof Float32Array ? new Float32Array(of.values.length) : new Float64Array(of.values.length)
  for (let i = 0; i < of.rows; i++) {
    for (let j = 0; j < of.columns; j++) values[j * of.rows + i] = of.values[i * of.columns + j]!
  }
  return { rows: of.columns, columns: of.rows, values }
}

/**
 * Passes when every number is finite; NaN and ±Infinity are named by their indices.
 *
 * @throws {ShapeError} at the first number that is not finite.
 */
export function checkFinite(of: Matrix, subject = 'matrix'): void {
  for (let k = 0; k < of.values.length; k++) {
    const value = of.values[k]!
    if (!Number.isFinite(value)) {
      throw new ShapeError(
        `${subject}[${Math.floor(k / of.columns)}, ${k % of.columns}]`,
        String(value),
        'a finite number',
      )
    }
  }
}

function checkCount(value: number, subject: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new ShapeError(subject, String(value), 'an integer ≥ 0')
}
