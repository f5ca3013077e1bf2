/** How well a set of vectors finds given directions, in one number: for dictionaries and for decompositions. */
import type { Matrix } from '@digon/matrix'
import { cosines } from './cosines.js'

/**
 * MMCS: the mean over true features of the largest cosine with any learned one (Sharkey et al., 2022), from −1 to 1. 1: every
 * true direction is found, whatever else is. Several true features may be served by one learned one; `matchFeatures` gives each
 * its own. A zero vector has cosine 0 with everything.
 *
 * @param truth `[feature, dimension]`, at least one.
 * @param learned `[atom, dimension]`, at least one.
 * @throws {ShapeError} when a number is not finite, one of them is empty, or the dimensions differ.
 */
export function meanMaxCosineSimilarity(truth: Matrix, learned: Matrix): number {
  const found = cosines(truth, learned, ['truth', 'learned'])
  let sum = 0
  for (let feature = 0; feature < found.rows; feature++) {
    let best = Number.NEGATIVE_INFINITY
    for (let atom = 0; atom < found.columns; atom++) {
      best = Math.max(best, found.values[feature * found.columns + atom]!)
    }
    sum += best
  }
  return sum / found.rows
}
