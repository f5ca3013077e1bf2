/** Principal components, digons, and pentagons, as features become sparser. */
import { matrixFromRows } from '@digon/matrix'
import { defineEnsemble } from '@digon/model'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import { type SecondLoss, secondLosses } from '../vocabulary/second-evaluation.js'
import type { capacity } from './capacity.js'
import { model } from './settings.js'

const { featureCount, hiddenSize } = model
const ensemble = defineEnsemble({ model, batchSize: 1, members: { seed: 1, data: { probability: 1 } } })

interface Place {
  readonly row: readonly number[]
  readonly bias: number
}

export const ideal: Ideal<ReturnType<typeof capacity.description.plan>> = {
  relu: (probability, member) => {
    const places = Array.from({ length: featureCount }, (_, feature) => placeOf(feature, probability))
    const weights = matrixFromRows(places.map(({ row }) => row))
    const bias = Float64Array.from(places, ({ bias: own }) => own)
    // Samples of another seed than those of the second evaluation.
    const [{ loss, standardError }] = secondLosses(
      [
        {
          member: { ...member, seed: member.seed + 1 },
          parameters: {
            weights: { shape: [featureCount, hiddenSize], values: weights.values },
            bias: { shape: [featureCount], values: bias },
          },
        },
      ],
      ensemble,
      20_000,
    ) as [SecondLoss]
    return { weights, bias, loss, lossStandardError: standardError }
  },
}

function placeOf(feature: number, probability: number): Place {
  const dropped = { row: onUnit(0, 0), bias: probability / 2 }
  if (probability === 1) return feature < hiddenSize ? { row: onUnit(1, feature), bias: 0 } : dropped
  if (probability === 0.3) {
    // Two alone, six in pairs.
    if (feature < hiddenSize) return { row: onUnit(1, feature), bias: 0 }
    return feature < 8 ? { row: onUnit(-1, 9 - feature), bias: 0 } : dropped
  }
  if (probability === 0.1) {
    if (feature < hiddenSize) return { row: onUnit(1, feature), bias: 0 }
    return feature < 10 ? { row: onUnit(-1, 9 - feature), bias: 0 } : dropped
  }
  if (feature < 10) return { row: onPentagon(feature), bias: -0.3 }
  return feature < 12 ? { row: onUnit(feature === 10 ? 1 : -1, 4), bias: 0 } : dropped
}

function onUnit(norm: number, unit: number): number[] {
  return Array.from({ length: hiddenSize }, (_, k) => (k === unit ? norm : 0))
}

/** Two pentagons in two planes. */
function onPentagon(feature: number): number[] {
  const plane = 2 * (feature % 2)
  const angle = (2 * Math.PI * Math.floor(feature / 2)) / 5
  return Array.from({ length: hiddenSize }, (_, k) =>
    k === plane ? 1.15 * Math.cos(angle) : k === plane + 1 ? 1.15 * Math.sin(angle) : 0,
  )
}
