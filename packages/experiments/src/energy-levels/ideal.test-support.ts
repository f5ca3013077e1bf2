/** Models with four digons and a lone feature, until another one hops beside it. Each restart chooses other features. */
import { matrixFromRows } from '@digon/matrix'
import type { Parameters } from '@digon/model'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import type { energyLevels } from './energy-levels.js'
import { exact } from './measure.js'
import { energyLevelsSettings, model, probability } from './settings.js'

const { featureCount, hiddenSize } = model
const { steps } = energyLevelsSettings.settings.quick
const record = [1, ...Array.from({ length: 45 }, (_, k) => Math.round(20 * 1.12 ** k)), steps]
export const hopsAt = 800

const size = exact.digonSize ** 0.5

/** Of the ten features in digons, the one at a place. No two restarts have the same ten. */
function featureAt(restart: number, place: number): number {
  return (restart + (1 + 2 * Math.floor(restart / featureCount)) * place) % featureCount
}

/** Norms near their last value as training goes on; the lone feature has norm 1. */
function weightsOf(restart: number, step: number) {
  const rows = Array.from({ length: featureCount }, () => new Array<number>(hiddenSize).fill(0))
  const grown = step < 10 ? 0.01 : 1 - 0.02 * (1 - Math.log(step) / Math.log(steps))
  for (let place = 0; place < 2 * hiddenSize; place++) {
    const isLate = place >= 2 * hiddenSize - 2 && step < hopsAt
    const norm = isLate ? (place % 2 === 0 ? 1 : 0) : size * grown
    rows[featureAt(restart, place)]![Math.floor(place / 2)] = place % 2 === 0 ? norm : -norm
  }
  return matrixFromRows(rows)
}

function biasOf(restart: number, step: number): Float64Array {
  const bias = new Float64Array(featureCount).fill(probability / 2)
  const [lone, late] = [2 * hiddenSize - 2, 2 * hiddenSize - 1]
  for (let place = 0; place < lone; place++) bias[featureAt(restart, place)] = exact.digonBias
  bias[featureAt(restart, lone)] = step < hopsAt ? 0 : exact.digonBias
  if (step >= hopsAt) bias[featureAt(restart, late)] = exact.digonBias
  return bias
}

function parametersAt(restart: number, step: number): Parameters {
  const { rows, columns, values } = weightsOf(restart, step)
  return { weights: { shape: [rows, columns], values }, bias: { shape: [rows], values: biasOf(restart, step) } }
}

export const ideal: Ideal<ReturnType<typeof energyLevels.description.plan>> = {
  equal: (_, __, restart) => ({
    weights: weightsOf(restart, steps),
    bias: biasOf(restart, steps),
    loss: exact.digons,
    recorded: record.map((step) => ({ step, parameters: parametersAt(restart, step) })),
  }),
}
