/** Models of the shapes that the notebook's table tells of. */
import { matrixFromRows } from '@digon/matrix'
import { linearOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { notebook } from './notebook.js'
import { model, probabilityAt } from './settings.js'

/** Dedicated features first, then digons, then pentagons, whose first arm is the longest. */
function modelOf(dedicated: number, digons: number, pentagons: number): IdealModel {
  const rows: number[][] = []
  const arm = (axis: number, values: readonly number[]) => {
    const row = new Array<number>(model.hiddenSize).fill(0)
    for (const [k, value] of values.entries()) row[axis + k] = value
    rows.push(row)
  }
  for (let k = 0; k < dedicated; k++) arm(k, [1])
  for (let k = 0; k < digons; k++) for (const sign of [1, -1]) arm(dedicated + k, [sign])
  for (let k = 0; k < pentagons; k++) {
    for (let corner = 0; corner < 5; corner++) {
      const length = corner === 0 ? 1.122 : 1.01
      const angle = (2 * Math.PI * corner) / 5
      arm(dedicated + digons + 2 * k, [length * Math.cos(angle), length * Math.sin(angle)])
    }
  }
  const learned = rows.length
  while (rows.length < model.featureCount) rows.push(new Array<number>(model.hiddenSize).fill(0))
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < learned ? 0 : 0.5)) }
}

const shapes: Readonly<Record<number, IdealModel>> = {
  0: modelOf(20, 0, 0),
  4: modelOf(14, 5, 0),
  12: modelOf(0, 20, 0),
  16: modelOf(0, 8, 6),
}

export const ideal: Ideal<ReturnType<typeof notebook.description.plan>> = {
  groups: ({ k }, { importance }) => {
    const probability = probabilityAt(k)
    if (k === 0) return { ...shapes[k]!, loss: linearOptimum({ probability, importance }, model.hiddenSize).loss }
    // The least loss known, not that of these weights: any other loss is as good.
    const { loss } = bestKnown.losses.find((known) => known.probability === probability)!
    return { ...shapes[k]!, loss, lossStandardError: 10 * loss }
  },
}
