/** All claims about features in sets, in the order of the paper's figure. */
import type { Claim } from '../experiment.js'
import { closeTo } from '../judge.js'
import { crowdedClaims, localBasesClaims } from './crowded-claims.js'
import type { CorrelatedNumbers } from './numbers.js'
import { anticorrelatedPairClaims, correlatedPairClaims } from './pair-claims.js'

export function correlatedClaims(numbers: CorrelatedNumbers): readonly Claim[] {
  return [
    ...correlatedPairClaims(numbers),
    ...anticorrelatedPairClaims(numbers),
    ...crowdedClaims(numbers),
    ...localBasesClaims(numbers),
    freshSamples(numbers),
  ]
}

/** Of all restarts of set-ups in which something is lost. */
function freshSamples({ setUps: { correlated, crowded, independent } }: CorrelatedNumbers): Claim {
  const ratios = [correlated, crowded, independent].flatMap(({ restarts }) =>
    restarts.map(({ loss, exactLoss }) => loss / exactLoss!),
  )
  return closeTo(
    {
      id: 'correlated/fresh-samples',
      statement: 'Losses on fresh samples are the exact losses of the same weights (mean ratio over all restarts).',
      source: 'exact loss by sets of active features',
      control: 'losses twice as large',
    },
    ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
    1,
    0.05,
  )
}
