/** What compressed sensing says of how many dimensions sparse features need (paper, "Superposition and compressed sensing"). */
import { checkProbability } from './feature-moments.js'

/**
 * n·p·ln(1/p): recovering n features of probability p takes at least a constant times so many dimensions, from m = Ω(k log(n/k))
 * for k-sparse vectors with k = n·p. The constant is not known, so only ratios between settings mean something.
 *
 * @param featureCount n, an integer ≥ 1.
 * @param probability from 0 to 1; at both ends the bound is 0 and says nothing.
 * @throws {RangeError} when a number is outside its range.
 */
export function compressedSensingScale(featureCount: number, probability: number): number {
  if (!Number.isInteger(featureCount) || featureCount < 1) {
    throw new RangeError(`invalid featureCount: ${featureCount}; expected an integer ≥ 1`)
  }
  return checkProbability(probability) === 0 ? 0 : featureCount * probability * Math.log(1 / probability)
}
