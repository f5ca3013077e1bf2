/** Checks the correlation of a copula law: range, shape, symmetry, and that such normal numbers can exist. */
import { refuse } from './check-fields.js'
import { correlationFactor, correlationMatrix } from './correlation-factor.js'

/** @throws {InvalidLawError} naming the first wrong number of `correlation`. */
export function checkCorrelation(found: unknown, featureCount: number): void {
  const path = ['correlation']
  if (typeof found === 'number') {
    // n numbers that all disagree: 1 + (n − 1) ρ is the smallest eigenvalue.
    const least = featureCount === 1 ? -1 : -1 / (featureCount - 1)
    if (!(found <= 1 && found >= least - 1e-12)) {
      refuse(path, found, `a number from ${least} to 1: ${featureCount} features cannot all disagree more`)
    }
    return
  }
  const expected = `one number, or ${featureCount} rows of ${featureCount} numbers`
  if (!Array.isArray(found) || found.length !== featureCount) refuse(path, found, expected)
  for (const [row, entries] of found.entries()) {
    if (!Array.isArray(entries) || entries.length !== featureCount) {
      refuse([...path, row], entries, `${featureCount} numbers, one for every feature`)
    }
    for (const [column, entry] of entries.entries()) {
      const place = [...path, row, column]
      if (typeof entry !== 'number' || !(entry >= -1 && entry <= 1)) refuse(place, entry, 'a number from -1 to 1')
      if (row === column && entry !== 1) refuse(place, entry, '1, as every feature agrees with itself')
      if (column < row && entry !== found[column][row]) {
        refuse(place, entry, `${found[column][row]}, as correlation[${column}][${row}] says`)
      }
    }
  }
  const matrix = correlationMatrix(found as number[][], featureCount)
  if (correlationFactor(matrix) === undefined) {
    const share = Math.floor(1000 * possibleShare(matrix)) / 1000
    refuse(
      path,
      found,
      `a matrix without negative eigenvalues; with every number off the diagonal multiplied by ${share} these can exist together`,
    )
  }
}

/** The largest share of what is off the diagonal with which the matrix has no negative eigenvalue, by halving. */
function possibleShare(matrix: readonly (readonly number[])[]): number {
  let possible = 0
  let impossible = 1
  for (let halving = 0; halving < 20; halving++) {
    const share = (possible + impossible) / 2
    const scaled = matrix.map((entries, row) => entries.map((entry, column) => (row === column ? 1 : share * entry)))
    if (correlationFactor(scaled) === undefined) impossible = share
    else possible = share
  }
  return possible
}
