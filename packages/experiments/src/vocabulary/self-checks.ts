/** Checks of the system itself that any model must pass, trained or not: that losses are what they say, and restarts independent. */
import { everyModel } from './controls.js'
import type { ClaimRow } from './define-experiment.js'
import { allOf, near } from './expectations.js'
import type { Restarts } from './restarts.js'
import type { Trained } from './sweep.js'

/** A loss on samples with its standard error, and what it must be. */
export interface CheckedLoss {
  readonly loss: number
  readonly lossStandardError: number
  /** Of the same weights and biases, found in another way. */
  readonly exactLoss: number
  /** Of `exactLoss`, where that is sampled as well. Default 0. */
  readonly exactStandardError?: number
}

/** In standard errors: by chance alone one mean in 16,000 is farther off. */
const mostStandardErrors = 4

/** The claim that mean losses on samples are mean exact losses, in each group of restarts. It fails on `losses 10 % too high`. */
export function sampledLosses(
  groups: readonly Pick<Restarts<CheckedLoss>, 'all'>[],
  source: string,
): ClaimRow<'losses 10 % too high'> {
  return {
    id: 'fresh-samples',
    kind: 'self-check',
    says: 'Losses on fresh samples are the losses of the same weights by another computation.',
    measures: 'their difference in standard errors, mean over the restarts of a condition, the one farthest off',
    source,
    holds: near(0, mostStandardErrors)(groups.map(standardErrorsOff)),
    failsOn: ['losses 10 % too high'],
  }
}

function standardErrorsOff({ all }: Pick<Restarts<CheckedLoss>, 'all'>): number {
  const difference = all.reduce((sum, { loss, exactLoss }) => sum + loss - exactLoss, 0)
  const squares = all.reduce(
    (sum, { lossStandardError, exactStandardError = 0 }) => sum + lossStandardError ** 2 + exactStandardError ** 2,
    0,
  )
  return difference / Math.sqrt(squares)
}

/** For `sampledLosses`. */
export function lossesTooHigh<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return everyModel(sweep, (trained) => ({ ...trained, loss: 1.1 * trained.loss }))
}

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
    measures: 'different losses within conditions',
    source: 'each restart has a seed of its own',
    holds: allOf(total, 'equal to the last bit')(different.reduce((sum, count) => sum + count, 0)),
    failsOn: ['one restart repeated'],
  }
}

/** For `independentRestarts`. */
export function firstRestartRepeated<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return sweep.map((each) => ({ ...each, members: each.members.map(() => each.members[0]!) }))
}
