/** Dedicated features, then digons, then hexagons, with norms that grow as in trained models. Restarts keep different features. */
import { matrixFromRows } from '@digon/matrix'
import { featureVariance, polytopeOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { leastExactProbability, leastLoss } from '../vocabulary/least-loss.js'
import type { adversarial } from './adversarial.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { adversarialSettings, probabilities } from './settings.js'

const { featureCount, hiddenSize, restarts } = adversarialSettings.settings.quick
const crowdedRadius: Readonly<Record<number, number>> = { 0.15: 1.05, 0.1: 1.1, 0.05: 1.15, 0.03: 1.2 }

export const ideal: Ideal<ReturnType<typeof adversarial.description.plan>> = {
  sweep: (probability, _, restart) => {
    const lossAt = (gain: number) => featureVariance(probability) * (1 - (gain * hiddenSize) / featureCount)
    const first = restarts * probabilities.indexOf(probability) + restart
    if (probability > 0.5) return { ...modelOf(first, hiddenSize, dedicated, [0, probability / 2]), loss: lossAt(1) }
    if (probability < leastExactProbability) {
      // No hexagons lose as little as the best known models, so nothing is known of their loss.
      const loss = leastLoss(featureCount, hiddenSize, probability, bestKnown)
      const corner = polygon(crowdedRadius[probability]!)
      return { ...modelOf(first, 3 * hiddenSize, corner, [-0.05, -0.05]), loss, lossStandardError: 1 }
    }
    const { radius, bias, gainPerDimension } = polytopeOptimum('digon', probability)
    return { ...modelOf(first, 2 * hiddenSize, digon(radius), [bias, probability / 2]), loss: lossAt(gainPerDimension) }
  },
}

type Place = readonly [unit: number, value: number]

/** Features from `first` on take the places, the rest have none. */
function modelOf(
  first: number,
  kept: number,
  placesOf: (place: number) => readonly Place[],
  [keptBias, otherBias]: readonly [number, number],
): IdealModel {
  const place = (feature: number) => (feature - first + featureCount) % featureCount
  const rows = Array.from({ length: featureCount }, (_, feature) => {
    const row = new Array<number>(hiddenSize).fill(0)
    if (place(feature) < kept) for (const [unit, value] of placesOf(place(feature))) row[unit] = value
    return row
  })
  return {
    weights: matrixFromRows(rows),
    bias: rows.map((_, feature) => (place(feature) < kept ? keptBias : otherBias)),
  }
}

function dedicated(place: number): readonly Place[] {
  return [[place, 1]]
}

function digon(radius: number): (place: number) => readonly Place[] {
  return (place) => [[Math.floor(place / 2), place % 2 === 0 ? radius : -radius]]
}

/** Corners of hexagons, each in a plane of its own. */
function polygon(radius: number): (place: number) => readonly Place[] {
  return (place) => {
    const [unit, angle] = [2 * Math.floor(place / 6), (Math.PI * place) / 3]
    return [
      [unit, radius * Math.cos(angle)],
      [unit + 1, radius * Math.sin(angle)],
    ]
  }
}
