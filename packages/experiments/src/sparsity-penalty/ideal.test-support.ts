/** Models as closed forms decide what is kept under each penalty. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { leastLoss, loneFeatures } from './measure.js'
import { model } from './settings.js'
import type { sparsityPenalty } from './sparsity-penalty.js'

const { featureCount, hiddenSize } = model

export const ideal: Ideal<ReturnType<typeof sparsityPenalty.description.plan>> = {
  sweep: (penalty, { importance }) => {
    const lone = loneFeatures(penalty, importance)
    const loss = leastLoss(penalty, lone, importance)
    const [weights, bias] = penalty < 0.0005 ? [digons, []] : [inUnits(lone.norms), lone.bias]
    const errors = Float64Array.from(weights, (row) => 0.03 * (1 - Math.hypot(...row) ** 2) ** 2 + 0.0005)
    // Features that share units lose more than the least loss known, so that theirs says nothing of these weights.
    const shared = weights.filter((row) => Math.hypot(...row) > 0).length > hiddenSize
    return {
      weights: matrixFromRows(weights),
      bias: weights.map((_, feature) => bias[feature] ?? 0),
      errors,
      loss,
      lossStandardError: shared ? 10 * loss : loss / 1000,
    } satisfies IdealModel
  },
}

/** Ten features in digons along a rotated basis: units 0 and 1 turned by 45°, and so on for the others. */
const digons = Array.from({ length: featureCount }, (_, feature) => {
  if (feature >= 2 * hiddenSize) return onUnit(0, 0)
  const sign = feature < hiddenSize ? 1 : -1
  const unit = feature < hiddenSize ? feature : 2 * hiddenSize - 1 - feature
  if (unit === hiddenSize - 1) return onUnit(sign, unit)
  const row = onUnit(sign * Math.SQRT1_2, unit)
  row[unit ^ 1] = (unit % 2 === 0 ? sign : -sign) * Math.SQRT1_2
  return row
})

/** One feature a unit; antipodal pairs where they do not fit. */
function inUnits(norms: readonly number[]): readonly (readonly number[])[] {
  const kept = norms.filter((norm) => norm > 0).length
  return norms.map((norm, feature) =>
    feature < hiddenSize
      ? onUnit(norm, feature)
      : onUnit(0 - norm, Math.max(0, Math.min(kept, 2 * hiddenSize) - 1 - feature)),
  )
}

function onUnit(norm: number, unit: number): number[] {
  return Array.from({ length: hiddenSize }, (_, k) => (k === unit ? norm : 0))
}
