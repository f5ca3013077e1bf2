/** Dense models that share dimensions, digons, and twenty crowded directions in five dimensions. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { noisySimulation } from './noisy-simulation.js'
import { noisySimulationSettings } from './settings.js'

const { featureCount, hiddenSize } = noisySimulationSettings.settings.quick

const onAxis = (axis: number, length: number) => Array.from({ length: hiddenSize }, (_, k) => (k === axis ? length : 0))

function modelOf(rowOf: (feature: number) => readonly number[], bias: number): IdealModel {
  const rows = Array.from({ length: featureCount }, (_, feature) => rowOf(feature))
  return { weights: matrixFromRows(rows), bias: new Array<number>(featureCount).fill(bias) }
}

const digons = modelOf((feature) => onAxis(feature % hiddenSize, feature < 5 ? 1 : feature < 10 ? -1 : 0), 0.05)
/** All features along four directions that share no dimension evenly: much positive interference. */
const dense = modelOf((feature) => onAxis(feature % 4, feature % 8 < 4 ? 0.7 : 0.5), 0.1)
/** Signs of four bits and of their parity make 16 directions; four axes are the others. */
const crowded = modelOf((feature) => {
  if (feature >= 16) return onAxis(feature - 16, 1.1)
  const bits = [0, 1, 2, 3].map((k) => (feature >> k) & 1)
  const parity = bits.reduce((sum, bit) => sum + bit, 0) % 2
  return [...bits, parity].map((bit) => (bit ? 1.1 : -1.1) / Math.sqrt(hiddenSize))
}, -0.5)

export const ideal: Ideal<ReturnType<typeof noisySimulation.description.plan>> = {
  sweep: (probability) => (probability === 1 ? dense : probability >= 0.2 ? digons : crowded),
}
