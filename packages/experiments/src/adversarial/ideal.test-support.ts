/** Dedicated features, then squares (two digons each), then hexagons, with norms that grow as in trained models. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { adversarial } from './adversarial.js'
import { adversarialSettings } from './settings.js'

const { featureCount, hiddenSize } = adversarialSettings.settings.quick
const features = Array.from({ length: featureCount }, (_, feature) => feature)

export const ideal: Ideal<ReturnType<typeof adversarial.description.plan>> = {
  sweep: (probability) => {
    const radius = { 0.35: 1, 0.25: 1.05, 0.15: 1.05, 0.1: 1.1, 0.05: 1.15, 0.03: 1.2 }[probability]
    if (radius === undefined) return dedicated(probability)
    return probability > 0.2 ? polygons(4, radius, 0) : polygons(6, radius, -0.05)
  },
}

function dedicated(probability: number): IdealModel {
  return {
    weights: matrixFromRows(features.map((i) => Array.from({ length: hiddenSize }, (_, k) => (i === k ? 1 : 0)))),
    bias: features.map((i) => (i < hiddenSize ? 0 : probability / 2)),
  }
}

/** Corners of regular polygons, as many as fit in planes of their own; the rest at 0. */
function polygons(corners: number, radius: number, bias: number): IdealModel {
  const rows = features.map((feature) => {
    const row = new Array<number>(hiddenSize).fill(0)
    const plane = Math.floor(feature / corners)
    if (2 * plane + 1 >= hiddenSize) return row
    row[2 * plane] = radius * Math.cos((2 * Math.PI * feature) / corners)
    row[2 * plane + 1] = radius * Math.sin((2 * Math.PI * feature) / corners)
    return row
  })
  return { weights: matrixFromRows(rows), bias: rows.map(() => bias) }
}
