/** Quadratic models: the closed form beside what descent with the exact gradient finds from several starts. */
import { deriveSeed, normalQuantile, wordsAt } from '@digon/data'
import { type Matrix, matrix } from '@digon/matrix'
import { featureDimensionality } from '@digon/metrics'
import { capacityAllocation, leastQuadraticOptimum, type QuadraticTask } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { allocations, quadraticDimensions, startCount, switchEffects, switchKurtoses } from './settings.js'

/** A capacity in between is shared; those at the ends are off by rounding alone. */
const endWidth = 0.02

export interface QuadraticResult extends QuadraticTask {
  readonly loss: number
  readonly predictedLoss: number
  /** `[feature]` */
  readonly capacities: readonly number[]
  readonly predictedCapacities: readonly number[]
}

/** JSON. Starts are the same for every preset and seed: nothing here is sampled. */
export function quadraticResults(): readonly QuadraticResult[] {
  return allocations.map(solved)
}

/** How many features share a dimension at each kurtosis, where effects are nearly equal. */
export function sharedByKurtosis(): readonly { readonly kurtosis: number; readonly shared: number }[] {
  return switchKurtoses.map((kurtosis) => {
    const { capacities } = solved({ kurtosis, effects: switchEffects })
    return { kurtosis, shared: capacities.filter((capacity) => capacity > endWidth && capacity < 1 - endWidth).length }
  })
}

const solved = remembered((task: QuadraticTask): QuadraticResult => {
  const starts = Array.from({ length: startCount }, (_, start) => normalMatrix(task.effects.length, start))
  const found = leastQuadraticOptimum(starts, task)
  const predicted = capacityAllocation(task, quadraticDimensions)
  return {
    ...task,
    loss: found.loss,
    predictedLoss: predicted.loss,
    capacities: withoutDropped(found.weights),
    predictedCapacities: [...predicted.capacities],
  }
})

/** A vector of nearly no length has a direction, and with it a dimensionality, that mean nothing. */
function withoutDropped(weights: Matrix): readonly number[] {
  const dimensionality = featureDimensionality(weights)
  return Array.from(dimensionality, (share, feature) => {
    const row = weights.values.subarray(feature * weights.columns, (feature + 1) * weights.columns)
    return Math.hypot(...row) < 1e-3 ? 0 : share
  })
}

function normalMatrix(rows: number, start: number): Matrix {
  const words = wordsAt(deriveSeed(0, ['quadratic', start]), 4, 0, 0, rows * quadraticDimensions)
  const values = Float64Array.from(words, (word) => 0.5 * normalQuantile((word + 0.5) / 2 ** 32))
  return matrix(rows, quadraticDimensions, values)
}
