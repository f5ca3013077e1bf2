/**
 * Losses on fresh samples beside losses of the same weights that were found in another way: by an exact integral, or in float64 on other
 * samples. They notice what weights alone do not show (another density, losses of another batch) and what losses alone do not (lost
 * biases, scaled weights).
 */
import { everyModel } from './controls.js'
import type { ClaimRow } from './define-experiment.js'
import { near } from './expectations.js'
import type { Trained, TrainedMember } from './sweep.js'

/** JSON. All averaged or summed in the same way. */
export interface CheckedLoss extends Pick<TrainedMember, 'loss' | 'lossStandardError'> {
  /** Of the same weights and biases, found in another way. */
  readonly exactLoss: number
  /** Of `exactLoss`, where that is sampled as well. Default 0. */
  readonly exactStandardError?: number
}

export interface SampledLossesOptions {
  readonly source: string
  /** Where only restarts count that reached the least loss, so that untrained models fail. */
  readonly trained?: {
    /** Which these are, in words. */
    readonly which: string
    readonly nearMisses: readonly string[]
  }
  /**
   * Which losses of the restarts of a condition were measured on the same samples, so that their errors do not average out: those on
   * fresh samples, or the other ones as well. Default: none.
   */
  readonly sameSamples?: 'fresh' | 'both'
}

/** So many standard errors none of dozens of conditions is off by chance. */
const mostStandardErrors = 4

/**
 * The claim that both losses mean the same. It fails on `losses 10 % too high`, and where a condition has no restarts. A check of the
 * system itself that any model passes, trained or not; with `trained` one that trained models alone pass.
 *
 * @param conditions of each condition the restarts that count.
 */
export function sampledLosses(
  conditions: readonly (readonly CheckedLoss[])[],
  { source, trained, sameSamples }: SampledLossesOptions,
): ClaimRow<'losses 10 % too high'> {
  const common = {
    id: 'fresh-samples',
    measures:
      'mean over restarts of (1 − second loss / loss on fresh samples), in standard errors of that mean; worst condition',
    source,
    holds: near(0, mostStandardErrors)(conditions.map((restarts) => standardErrorsOff(restarts, sameSamples))),
  }
  if (trained === undefined) {
    const says = 'Losses on fresh samples agree with a second computation from the same weights.'
    return { ...common, kind: 'self-check', says, failsOn: ['losses 10 % too high'] }
  }
  return {
    ...common,
    kind: 'mathematics',
    says: `For restarts that reach the lowest loss (${trained.which}), the loss on fresh samples agrees with a second computation from the same weights.`,
    failsOn: ['untrained weights', 'losses 10 % too high'],
    nearMisses: trained.nearMisses,
  }
}

/**
 * NaN for none. Every restart counts the same, however much it loses. In units of the loss on fresh samples, which is the better known
 * one: the mean of 1 / (a loss from few samples) is above 1 / (its mean).
 */
function standardErrorsOff(restarts: readonly CheckedLoss[], sameSamples: SampledLossesOptions['sameSamples']): number {
  const difference = sum(restarts.map(({ loss, exactLoss }) => 1 - exactLoss / loss))
  const fresh = restarts.map(({ loss, lossStandardError }) => lossStandardError / loss)
  const other = restarts.map(({ loss, exactStandardError = 0 }) => exactStandardError / loss)
  const freshError = sameSamples === undefined ? Math.hypot(...fresh) : sum(fresh)
  const otherError = sameSamples === 'both' ? sum(other) : Math.hypot(...other)
  return difference / Math.hypot(freshError, otherError)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}

/** The control of `sampledLosses`. */
export function lossesTooHigh<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return everyModel(sweep, (trained) => ({ ...trained, loss: 1.1 * trained.loss }))
}
