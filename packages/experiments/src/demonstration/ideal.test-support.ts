/** Principal components for linear models; digons that begin with the less important features, then pentagons. */
import { matrixFromRows } from '@digon/matrix'
import { linearOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { demonstration } from './demonstration.js'

/** Directions in five dimensions: `axis` is that of a lone feature or a digon, or the first of two for a pentagon. */
type Arm = readonly [axis: number, angle: number, length?: number]

const axes = [0, 1, 2, 3, 4].map((axis): Arm => [axis, 0])
const pentagon = (axis: number) => [0, 72, 144, 216, 288].map((angle): Arm => [axis, angle, 1.1])

/** Feature k < 5 has the axis k; in a digon it meets the feature 9 − k. */
const paired: Readonly<Record<number, readonly number[]>> = { 0.3: [4, 3], 0.1: [4, 3, 2, 1] }

function modelOf(arms: readonly Arm[], bias: number, unlearnedBias: number, loss: number): IdealModel {
  const rows = Array.from({ length: 20 }, (_, feature) => {
    const row = [0, 0, 0, 0, 0]
    const [axis, angle, length = 1] = arms[feature] ?? [0, 0, 0]
    row[axis] = length * Math.cos((angle * Math.PI) / 180)
    if (axis < 4) row[axis + 1]! += length * Math.sin((angle * Math.PI) / 180)
    return row
  })
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < arms.length ? bias : unlearnedBias)), loss }
}

function principal(probability: number, importance: readonly number[]): IdealModel {
  return modelOf(axes, 0, probability / 2, linearOptimum({ probability, importance }, 5).loss)
}

/** The least loss known of 20 features, not of these weights: any other loss is as good. */
function unlike(probability: number): Pick<IdealModel, 'loss' | 'lossStandardError'> {
  const { loss } = bestKnown.losses.find((known) => known.featureCount === 20 && known.probability === probability)!
  return { loss, lossStandardError: 10 * loss }
}

export const ideal: Ideal<ReturnType<typeof demonstration.description.plan>> = {
  linear: (probability, { importance }) => principal(probability, importance),
  relu: (probability, { importance }) => {
    const linear = principal(probability, importance)
    if (probability === 1) return linear
    const digons = paired[probability]
    if (digons === undefined) {
      return { ...modelOf([[4, 0], [4, 180], ...pentagon(0), ...pentagon(2)], -0.25, 0, 0), ...unlike(probability) }
    }
    const arms = [...axes, ...digons.map((axis): Arm => [axis, 180])]
    return { ...modelOf(arms, 0, probability / 2, 0), ...unlike(probability) }
  },
  // Preset quick has none.
  largeLinear: (probability, { importance }) => principal(probability, importance),
  largeRelu: (probability, { importance }) => principal(probability, importance),
}
