/** Models as closed forms decide what is kept under each penalty. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { model } from './settings.js'
import { loneNorms, type sparsityPenalty } from './sparsity-penalty.js'

const { featureCount, hiddenSize } = model

export const ideal: Ideal<ReturnType<typeof sparsityPenalty.description.plan>> = {
  sweep: (penalty, { importance }) => (penalty < 0.0005 ? digons : alone(loneNorms(penalty, importance))),
}

/** Ten features in digons along a rotated basis: units 0 and 1 turned by 45°, and so on for the others. */
const digons = modelOf((feature) => {
  if (feature >= 2 * hiddenSize) return onUnit(0, 0)
  const sign = feature < hiddenSize ? 1 : -1
  const unit = feature < hiddenSize ? feature : 2 * hiddenSize - 1 - feature
  if (unit === hiddenSize - 1) return onUnit(sign, unit)
  const row = onUnit(sign * Math.SQRT1_2, unit)
  row[unit ^ 1] = (unit % 2 === 0 ? sign : -sign) * Math.SQRT1_2
  return row
})

/** Norms as closed forms keep them; in antipodal pairs where they do not fit. */
function alone(norms: readonly number[]): IdealModel {
  const kept = norms.filter((norm) => norm > 0).length
  return modelOf((feature) =>
    feature < hiddenSize
      ? onUnit(norms[feature]!, feature)
      : onUnit(0 - norms[feature]!, Math.max(0, Math.min(kept, 2 * hiddenSize) - 1 - feature)),
  )
}

function modelOf(rowOf: (feature: number) => number[]): IdealModel {
  const rows = Array.from({ length: featureCount }, (_, feature) => rowOf(feature))
  const errors = Float64Array.from(rows, (row) => 0.03 * (1 - Math.hypot(...row) ** 2) ** 2 + 0.0005)
  return { weights: matrixFromRows(rows), errors, loss: errors.reduce((sum, error) => sum + error, 0) }
}

function onUnit(norm: number, unit: number): number[] {
  return Array.from({ length: hiddenSize }, (_, k) => (k === unit ? norm : 0))
}
