/** Dense models that share dimensions evenly, digons, and twenty directions in five dimensions, as features become sparser. */
import { matrixFromRows } from '@digon/matrix'
import { featureVariance, polytopeOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { leastExactProbability, leastLoss } from '../vocabulary/least-loss.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { noisySimulation } from './noisy-simulation.js'

const [featureCount, hiddenSize] = [20, 5]

export const ideal: Ideal<ReturnType<typeof noisySimulation.description.plan>> = {
  sweep: (probability, _, restart) => {
    const lossAt = (gain: number) => featureVariance(probability) * (1 - (gain * hiddenSize) / featureCount)
    if (probability === 1)
      return {
        ...modelOf(
          (feature) => onUnit(feature % hiddenSize, 0.5),
          () => 0,
        ),
        loss: lossAt(1),
      }
    if (probability < leastExactProbability) {
      // These directions are not the best known ones, so nothing is known of their loss.
      const loss = leastLoss(featureCount, hiddenSize, probability, bestKnown)
      return { ...modelOf(crowdedRow, () => -0.5), loss, lossStandardError: 1 }
    }
    const { radius, bias, gainPerDimension } = polytopeOptimum('digon', probability)
    const place = (feature: number) => (feature + restart) % featureCount
    const digonRow = (feature: number) =>
      onUnit(place(feature) % hiddenSize, place(feature) < 5 ? radius : place(feature) < 10 ? -radius : 0)
    const biasOf = (feature: number) => (place(feature) < 10 ? bias : probability / 2)
    return { ...modelOf(digonRow, biasOf), loss: lossAt(gainPerDimension) }
  },
}

function modelOf(rowOf: (feature: number) => readonly number[], biasOf: (feature: number) => number): IdealModel {
  const features = Array.from({ length: featureCount }, (_, feature) => feature)
  return { weights: matrixFromRows(features.map(rowOf)), bias: features.map(biasOf) }
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
