/** Dense models that share dimensions unevenly, digons, and twenty directions in five dimensions, as features become sparser. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { noisySimulation } from './noisy-simulation.js'

const [featureCount, hiddenSize] = [20, 5]

export const ideal: Ideal<ReturnType<typeof noisySimulation.description.plan>> = {
  sweep: (probability) => ({ ...modelAt(probability), loss: probability }),
}

function modelAt(probability: number): IdealModel {
  if (probability === 1) return modelOf((feature) => onUnit(feature % 4, feature % 8 < 4 ? 0.7 : 0.5), 0.1)
  if (probability < 0.2) return modelOf(crowdedRow, -0.5)
  return modelOf((feature) => onUnit(feature % hiddenSize, feature < 5 ? 1 : feature < 10 ? -1 : 0), 0.05)
}

function modelOf(rowOf: (feature: number) => readonly number[], bias: number): IdealModel {
  const rows = Array.from({ length: featureCount }, (_, feature) => rowOf(feature))
  return { weights: matrixFromRows(rows), bias: new Array<number>(featureCount).fill(bias) }
}

/** The signs of five bits of even parity, 16 directions, and four of the axes. */
function crowdedRow(feature: number): readonly number[] {
  if (feature >= 16) return onUnit(feature - 16, 1.1)
  return Array.from({ length: hiddenSize }, (_, k) => {
    const odd = [0, 1, 2, 3].reduce((sum, bit) => sum + ((feature >> bit) & 1), 0) % 2
    const bit = k < 4 ? (feature >> k) & 1 : odd
    return (bit ? 1.1 : -1.1) / Math.sqrt(hiddenSize)
  })
}

function onUnit(unit: number, length: number): readonly number[] {
  return Array.from({ length: hiddenSize }, (_, k) => (k === unit ? length : 0))
}
