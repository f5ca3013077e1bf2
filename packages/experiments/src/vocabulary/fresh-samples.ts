/** Sampled losses beside exact ones: a check that both mean the same, for experiments that know exact losses. */
import { everyModel } from './controls.js'
import type { ClaimRow } from './define-experiment.js'
import { near } from './expectations.js'
import { mean } from './statistics.js'
import type { Trained } from './sweep.js'

/** The claim that losses on fresh samples are exact losses. It fails on `losses twice as large`. */
export function freshSamples(
  restarts: readonly { readonly loss: number; readonly exactLoss: number }[],
  { tolerance, source }: { readonly tolerance: number; readonly source: string },
): ClaimRow<'losses twice as large'> {
  return {
    id: 'fresh-samples',
    says: 'Losses on fresh samples are the exact losses of the same weights.',
    measures: 'loss on fresh samples / exact loss, mean over all restarts',
    source,
    holds: near(1, tolerance)(mean(restarts.map(({ loss, exactLoss }) => loss / exactLoss))),
    failsOn: ['losses twice as large'],
  }
}

/** The same models with losses on fresh samples twice as large. */
export function lossesTwiceAsLarge<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return everyModel(sweep, (trained) => ({ ...trained, loss: 2 * trained.loss }))
}
