/** Restarts are models of their own: none stands in for another. A check of the system itself. */
import type { ClaimRow } from './define-experiment.js'
import { allOf } from './expectations.js'
import type { Restarts } from './restarts.js'
import type { Trained } from './sweep.js'

/** The claim that restarts are models of their own: none stands in for another. It fails on `one restart repeated`. */
export function independentRestarts(
  groups: readonly Pick<Restarts<{ readonly loss: number }>, 'all'>[],
): ClaimRow<'one restart repeated'> {
  const different = groups.map(({ all }) => new Set(all.map(({ loss }) => loss)).size)
  const total = groups.reduce((sum, { all }) => sum + all.length, 0)
  return {
    id: 'independent-restarts',
    kind: 'self-check',
    says: 'The restarts of a condition are different models.',
    measures: 'distinct losses within each condition',
    source: 'each restart has a seed of its own',
    holds: allOf(total, 'equal to the last bit')(different.reduce((sum, count) => sum + count, 0)),
    failsOn: ['one restart repeated'],
  }
}

/** For `independentRestarts`. */
export function firstRestartRepeated<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return sweep.map((each) => ({ ...each, members: each.members.map(() => each.members[0]!) }))
}
