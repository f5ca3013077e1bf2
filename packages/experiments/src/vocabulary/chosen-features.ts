/** Which of equal features a model keeps is left to chance. It notices where one restart stands in for all. */
import type { ClaimRow } from './define-experiment.js'
import { exactly } from './expectations.js'

/** For a control: each condition has its first model only, as often as there were restarts. */
export const oneModel = 'one model for all restarts'

/** @param kept of each restart that counts, the features that it keeps. */
export function chosenFeatures(
  kept: readonly (readonly number[])[],
  which: string,
): Pick<
  ClaimRow<typeof oneModel>,
  'id' | 'kind' | 'says' | 'measures' | 'source' | 'holds' | 'failsOn' | 'nearMisses'
> {
  const choices = kept.map((features) => features.join())
  return {
    id: 'chosen-features',
    kind: 'mathematics',
    says: `Which of the equal features get a dimension is left to chance, so that no two restarts choose the same (${which}).`,
    measures: 'whether the restarts that keep some and not others differ in which',
    source: 'symmetry under exchange of equal features',
    holds: exactly(
      true,
      'of at least two such restarts',
    )(choices.length > 1 && new Set(choices).size === choices.length),
    failsOn: ['untrained weights', oneModel],
    nearMisses: ['untrained', 'one restart repeated'],
  }
}

/** The control: each condition's first model stands in for all its restarts. */
export function firstModelOnly<Each extends { readonly members: readonly unknown[] }>(
  sweep: readonly Each[],
): readonly Each[] {
  return sweep.map((each) => ({ ...each, members: each.members.map(() => each.members[0]!) }))
}
