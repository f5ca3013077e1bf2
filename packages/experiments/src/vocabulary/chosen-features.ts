/** Which of equal features a model keeps is left to chance. It notices where one restart stands in for all. */
import type { ClaimRow } from './define-experiment.js'
import { exactly } from './expectations.js'

/**
 * The claim fails on `one restart repeated`.
 *
 * @param kept of each restart that counts, the features that it keeps.
 */
export function chosenFeatures(kept: readonly (readonly number[])[], which: string): ClaimRow<'one restart repeated'> {
  const choices = kept.map((features) => features.join())
  return {
    id: 'chosen-features',
    kind: 'mathematics',
    says: `Chance decides which of the equal features get a dimension, so no two restarts keep the same ones (${which}).`,
    measures: 'whether all restarts that drop some of the features keep different ones',
    source: 'symmetry under exchange of equal features',
    holds: exactly(
      true,
      'of at least two such restarts',
    )(choices.length > 1 && new Set(choices).size === choices.length),
    failsOn: ['untrained weights', 'one restart repeated'],
    nearMisses: ['untrained', 'one restart repeated'],
  }
}
