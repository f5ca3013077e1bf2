/**
 * Losses of trained models once more: in float64 by the forward function alone, on samples of the law that was planned, from a seed of
 * their own. For models without a closed form. What goes wrong on the way with weights, biases, losses, laws or activations shows as a
 * difference. On common samples models are ranked, with the standard error of the difference.
 */
import { createSampler, deriveSeed, purpose, type SparseBatch } from '@digon/data'
import { type Ensemble, forward, targetOutput } from '@digon/model'
import { ensembleOfOne } from './ensemble-of-one.js'
import type { Expectation, Judgment, Numbers } from './expectations.js'
import type { CheckedLoss } from './sampled-losses.js'
import type { Trained, TrainedMember } from './sweep.js'

export interface SecondLoss {
  readonly loss: number
  readonly standardError: number
  /** `loss` minus that of the first model. */
  readonly excess: number
  /** Standard error of `excess`; 0 for the first model. */
  readonly excessError: number
}

const pageLength = 1024

/**
 * The losses of models of one ensemble on the same fresh samples, as trained: importance and penalty included.
 *
 * @param models at least one; samples are of the first one's law.
 * @param sampleCount an integer ≥ 1.
 */
export function secondLosses(
  models: readonly Pick<TrainedMember, 'member' | 'parameters'>[],
  { model, target }: Pick<Ensemble, 'model' | 'target'>,
  sampleCount: number,
): readonly SecondLoss[] {
  const { data, seed } = models[0]!.member
  if (data.kind === 'batches') throw new RangeError('invalid data: batches; expected a law')
  const { featureCount } = model
  const own = deriveSeed(seed, ['second evaluation'])
  const sampler = createSampler(data, { featureCount, seed: own, purpose: purpose.evaluation })
  const parameters = models.map((each) => ensembleOfOne(each.parameters))

  /** `[model][sample]` */
  const lossesOn = (batch: SparseBatch): readonly Float64Array[] => {
    const wanted = targetOutput(target, batch).values
    return models.map(({ member: { importance, hiddenL1 } }, k) => {
      const { hidden, output } = forward(model, parameters[k]!, 0, batch)
      const [units, outputs] = [hidden.values, output.values]
      const losses = new Float64Array(batch.sampleCount)
      for (let sample = 0; sample < losses.length; sample++) {
        const [firstOutput, firstUnit] = [sample * featureCount, sample * hidden.columns]
        let [error, penalty] = [0, 0]
        for (let i = 0; i < featureCount; i++) {
          error += importance[i]! * (wanted[firstOutput + i]! - outputs[firstOutput + i]!) ** 2
        }
        for (let h = 0; h < hidden.columns; h++) penalty += Math.abs(units[firstUnit + h]!)
        losses[sample] = error / featureCount + hiddenL1 * penalty
      }
      return losses
    })
  }

  const sums = models.map(() => ({ loss: 0, square: 0, excess: 0, excessSquare: 0 }))
  /** The loss of one sample, as often as it comes. */
  const add = (losses: readonly Float64Array[], sample: number, times: number): void => {
    for (let k = 0; k < sums.length; k++) {
      const sum = sums[k]!
      const loss = losses[k]![sample]!
      const excess = loss - losses[0]![sample]!
      sum.loss += times * loss
      sum.square += times * loss ** 2
      sum.excess += times * excess
      sum.excessSquare += times * excess ** 2
    }
  }
  // Most samples of sparse features are empty, and all of them have one loss.
  const empty = lossesOn({ ...sampler.sample(0, 1), offsets: new Uint32Array(2) })
  for (let page = 0; page * pageLength < sampleCount; page++) {
    const batch = sampler.sample(page, Math.min(pageLength, sampleCount - page * pageLength))
    const active = withoutEmpty(batch)
    const losses = lossesOn(active)
    for (let sample = 0; sample < active.sampleCount; sample++) add(losses, sample, 1)
    add(empty, 0, batch.sampleCount - active.sampleCount)
  }
  const standardError = (sum: number, square: number) =>
    Math.sqrt(Math.max(0, square / sampleCount - (sum / sampleCount) ** 2) / sampleCount)
  return sums.map(({ loss, square, excess, excessSquare }) => ({
    loss: loss / sampleCount,
    standardError: standardError(loss, square),
    excess: excess / sampleCount,
    excessError: standardError(excess, excessSquare),
  }))
}

function withoutEmpty(batch: SparseBatch): SparseBatch {
  const offsets = batch.offsets.filter((offset, k) => k === 0 || offset > batch.offsets[k - 1]!)
  return { ...batch, offsets, sampleCount: offsets.length - 1 }
}

/**
 * The loss of each restart beside the same found again, each on samples of its own, in the order planned.
 *
 * @param sampleCount an integer ≥ 1, of each restart.
 */
export function checkedLosses(
  { members, task }: Pick<Trained<unknown>, 'members' | 'task'>,
  sampleCount: number,
): readonly CheckedLoss[] {
  return members.map((member) => checkedLoss(member, task.ensemble, sampleCount))
}

/** Of one restart. */
export function checkedLoss(
  trained: Pick<TrainedMember, 'member' | 'parameters' | 'loss' | 'lossStandardError'>,
  ensemble: Pick<Ensemble, 'model' | 'target'>,
  sampleCount: number,
): CheckedLoss {
  const [{ loss: exactLoss, standardError: exactStandardError }] = secondLosses([trained], ensemble, sampleCount) as [
    SecondLoss,
  ]
  const { loss, lossStandardError } = trained
  return { loss, lossStandardError, exactLoss, exactStandardError }
}

/** Two sets of samples that differ by more are not samples of the same thing. */
const mostStandardErrors = 5

/**
 * What is expected of a loss over `unit` must hold on the samples of the task and on those of the second evaluation, and both must agree.
 */
export function onBothSamples(
  expectation: Expectation<Numbers>,
  { loss, standardError }: { readonly loss: number; readonly standardError: number },
  again: Pick<SecondLoss, 'loss' | 'standardError'>,
  unit = 1,
): Judgment {
  const judgment = expectation([loss / unit, again.loss / unit])
  const apart = Math.abs(loss - again.loss) / Math.hypot(standardError, again.standardError)
  return {
    ...judgment,
    tolerance: `${judgment.tolerance}; on two sets of samples, which agree within ${mostStandardErrors} standard errors`,
    holds: judgment.holds && (loss === again.loss || apart <= mostStandardErrors),
  }
}
