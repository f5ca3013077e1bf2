/**
 * Losses on fresh samples beside exact ones of the same weights. They notice what weights alone do not show: another density, lost
 * biases, scaled weights, losses of another batch. Only restarts that reached the least loss count, so that untrained models fail.
 */
import type { ClaimRow } from './define-experiment.js'
import { near } from './expectations.js'
import type { TrainedMember } from './sweep.js'

/** Both averaged or summed in the same way; the standard error is that of `loss`. */
export interface SampledLoss extends Pick<TrainedMember, 'loss' | 'lossStandardError'> {
  /** The exact expectation at the same weights. */
  readonly exactLoss: number
}

/** So many standard errors of dozens of conditions none exceeds by chance. */
const mostStandardErrors = 4

/**
 * The claim that fresh samples confirm the exact losses. It fails on `losses twice as large`, and where a condition has no restarts.
 *
 * @param conditions of each condition the restarts that reached the least loss.
 */
export function sampledLosses(
  conditions: readonly (readonly SampledLoss[])[],
  {
    which,
    source,
    nearMisses,
  }: { readonly which: string; readonly source: string; readonly nearMisses: readonly string[] },
): ClaimRow<'losses twice as large'> {
  return {
    id: 'sampled-losses',
    kind: 'mathematics',
    says: `Restarts that reach the least loss (${which}) lose on fresh samples what exact integrals say of their weights.`,
    measures:
      'loss on fresh samples / exact loss − 1, in standard errors of its mean over these restarts; the condition farthest off',
    source,
    holds: near(0, mostStandardErrors)(conditions.map(standardErrorsOff)),
    failsOn: ['untrained weights', 'losses twice as large'],
    nearMisses: [...nearMisses],
  }
}

/** NaN for none. Every restart counts the same, however much it loses. */
export function standardErrorsOff(restarts: readonly SampledLoss[]): number {
  const difference = restarts.reduce((sum, { loss, exactLoss }) => sum + loss / exactLoss - 1, 0)
  const variance = restarts.reduce((sum, each) => sum + (each.lossStandardError / each.exactLoss) ** 2, 0)
  return difference / Math.sqrt(variance)
}
