/**
 * A second opinion on losses: the same weights, run in float64 under the law as planned, on samples of their own. It notices what
 * weights alone do not show (another density, losses of another batch) and what losses alone do not (lost biases, scaled weights),
 * where models are too large for exact losses.
 */
import { deriveSeed, sampleBatch, toDense } from '@digon/data'
import { forward, type Model } from '@digon/model'
import type { ClaimRow } from './define-experiment.js'
import { ensembleOfOne } from './ensemble-of-one.js'
import { near } from './expectations.js'
import { mean } from './statistics.js'
import type { Trained, TrainedMember } from './sweep.js'

/** A restart's loss beside its second opinion. JSON. */
export interface EvaluatedTwice {
  readonly loss: number
  /** Loss as reported less the loss of the second evaluation. */
  readonly difference: number
  /** Of the difference. */
  readonly variance: number
}

/** So many standard errors none of dozens of conditions is off by chance. */
const mostStandardErrors = 4

/**
 * Of all restarts of a condition, in the order planned.
 *
 * @param sampleCount of each restart, > 1.
 */
export function evaluatedTwice(
  { members, task }: Pick<Trained<unknown>, 'members' | 'task'>,
  sampleCount: number,
): readonly EvaluatedTwice[] {
  return members.map((member) => {
    const losses = sampledLosses(member, task.ensemble.model, sampleCount)
    const average = mean(losses)
    const ownVariance = mean(losses.map((loss) => (loss - average) ** 2)) / (sampleCount - 1)
    return {
      loss: member.loss,
      difference: member.loss - average,
      variance: ownVariance + member.lossStandardError ** 2,
    }
  })
}

/**
 * The claim that losses are those of the reported weights under the planned law. It fails on `losses 10 % too high`, and where no
 * restart of a condition counts.
 *
 * @param conditions of each condition the restarts that count: those that reached the least loss, so that untrained models fail.
 * @param which which these are, in words.
 */
export function evaluatedTwiceClaim(
  conditions: readonly (readonly EvaluatedTwice[])[],
  which: string,
  nearMisses: readonly string[],
): ClaimRow<'losses 10 % too high'> {
  return {
    id: 'evaluated-twice',
    kind: 'mathematics',
    says: `Restarts that reach the least loss (${which}) lose the same when their weights are evaluated again under the planned law.`,
    measures:
      'loss less that of the second evaluation, in standard errors, over these restarts; the condition farthest off',
    source: 'both estimate one expectation, the second in float64 on other samples',
    holds: near(0, mostStandardErrors)(conditions.map(standardErrorsOff)),
    failsOn: ['untrained weights', 'losses 10 % too high'],
    nearMisses,
  }
}

/** NaN for none. */
function standardErrorsOff(restarts: readonly EvaluatedTwice[]): number {
  const total = (of: (restart: EvaluatedTwice) => number) => restarts.reduce((sum, restart) => sum + of(restart), 0)
  return total(({ difference }) => difference) / Math.sqrt(total(({ variance }) => variance))
}

/** One loss per sample, averaged over features and weighted by importance as in training. */
function sampledLosses({ member, parameters }: TrainedMember, model: Model, sampleCount: number): readonly number[] {
  const { data, seed, importance } = member
  const featureCount = importance.length
  const fresh = { featureCount, seed: deriveSeed(seed, ['second evaluation']), step: 0, sampleCount }
  if (data.kind === 'batches') throw new RangeError(`invalid data: ${data.kind}; expected a feature law`)
  const batch = sampleBatch(data, fresh)
  const { values } = forward(model, ensembleOfOne(parameters), 0, batch).output
  const targets = toDense(batch)
  return Array.from({ length: sampleCount }, (_, sample) => {
    let sum = 0
    for (let i = 0, k = sample * featureCount; i < featureCount; i++, k++) {
      sum += importance[i]! * (targets[k]! - values[k]!) ** 2
    }
    return sum / featureCount
  })
}
