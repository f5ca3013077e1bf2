/** Checks the law `latent`: a row of probabilities for every state, and weights of the states. */
import { checkProbability, refuse } from './check-fields.js'

/** @throws {InvalidLawError} naming the first wrong field. */
export function checkLatent(fields: Readonly<Record<string, unknown>>, featureCount: number): void {
  const { probability, weights } = fields
  if (!Array.isArray(probability) || probability.length === 0) {
    refuse(['probability'], probability, `one row of ${featureCount} probabilities for every state`)
  }
  for (const [state, row] of probability.entries()) {
    if (!Array.isArray(row) || row.length !== featureCount) {
      refuse(['probability', state], row, `${featureCount} numbers from 0 to 1, one per feature`)
    }
    for (const [feature, own] of row.entries()) checkProbability(own, ['probability', state, feature])
  }
  if (weights === undefined) return
  if (!Array.isArray(weights) || weights.length !== probability.length) {
    refuse(['weights'], weights, `${probability.length} numbers, one for every state`)
  }
  for (const [state, weight] of weights.entries()) {
    if (typeof weight !== 'number' || !(weight >= 0) || !Number.isFinite(weight)) {
      refuse(['weights', state], weight, 'a finite number ≥ 0')
    }
  }
  if (!weights.some((weight) => weight > 0)) refuse(['weights'], weights, 'at least one weight above 0')
}
