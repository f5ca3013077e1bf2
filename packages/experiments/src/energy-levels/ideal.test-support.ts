/** Models whose features hop into digons, one pair after the other, and rest between. */
import { matrixFromRows } from '@digon/matrix'
import type { Parameters } from '@digon/model'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import { logarithmicSteps } from '../vocabulary/sweep.js'
import { type energyLevels, lossOfDigons } from './energy-levels.js'
import { energyLevelsSettings, model } from './settings.js'

const { featureCount, hiddenSize } = model
const { steps } = energyLevelsSettings.settings.quick

/** A quarter of what the plan keeps shows every hop, in a quarter of the time. */
const kept = [...logarithmicSteps(steps, 20), steps]

/**
 * Pair k of the first ten features is a digon once `settled` is above k. Before, its first feature is opposite a
 * third one instead of the second.
 */
function weightsOf(settled: number) {
  const rows = Array.from({ length: featureCount }, (_, feature) => {
    const onUnit = (unit: number, value: number) =>
      Array.from({ length: hiddenSize }, (_, k) => (k === unit ? value : 0))
    const pair = Math.floor(feature / 2)
    if (pair < hiddenSize) return onUnit(pair, feature % 2 === 0 ? 1 : settled > pair ? -1 : 0)
    const third = feature - 2 * hiddenSize
    return onUnit(third % hiddenSize, third < hiddenSize && settled <= third ? -0.7 : 0)
  })
  return matrixFromRows(rows)
}

const bias = Float64Array.from({ length: featureCount }, (_, feature) => (feature < 2 * hiddenSize ? 0 : 0.15))

/** Pair k settles at step 10 · 3^k. */
function parametersAt(step: number): Parameters {
  const { values } = weightsOf([10, 30, 90, 270, 810].filter((settles) => step >= settles).length)
  return {
    weights: { shape: [featureCount, hiddenSize], values },
    bias: { shape: [featureCount], values: bias },
  }
}

export const ideal: Ideal<ReturnType<typeof energyLevels.description.plan>> = {
  equal: () => ({
    weights: weightsOf(hiddenSize),
    bias,
    loss: lossOfDigons,
    recorded: kept.map((step) => ({ step, parameters: parametersAt(step) })),
  }),
}
