/** Checks of the numbers that figures are made from. A figure of NaN would be drawn with a hole and no word about it. */
import { checkFinite, type Matrix } from '@digon/matrix'
import { InvalidFigureError } from './invalid-figure-error.js'

/** @throws {InvalidFigureError} when there are not `count` numbers, or one is not finite, less than `least` or more than `most`. */
export function checkNumbers(
  numbers: ArrayLike<number>,
  count: number,
  field: string,
  least: number = Number.NEGATIVE_INFINITY,
  most: number = Number.POSITIVE_INFINITY,
): void {
  if (numbers.length !== count) throw new InvalidFigureError(field, `${numbers.length} numbers`, String(count))
  for (let i = 0; i < count; i++) {
    const value = numbers[i]!
    if (!Number.isFinite(value) || value < least || value > most) {
      const expected =
        least === Number.NEGATIVE_INFINITY
          ? 'a finite number'
          : most === Number.POSITIVE_INFINITY
            ? `a finite number ≥ ${least}`
            : `a number from ${least} to ${Math.round(most)}`
      throw new InvalidFigureError(`${field}[${i}]`, String(value), expected)
    }
  }
}

/**
 * @throws {InvalidFigureError} when the matrix has another shape.
 * @throws {ShapeError} when a number is not finite.
 */
export function checkMatrix(of: Matrix, rows: number, columns: number, field: string): void {
  if (of.rows !== rows || of.columns !== columns) {
    throw new InvalidFigureError(field, `${of.rows} × ${of.columns}`, `${rows} × ${columns}`)
  }
  checkFinite(of, field)
}
