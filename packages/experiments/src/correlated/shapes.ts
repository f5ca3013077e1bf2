/** The shapes that models of sets end in, and what the best models of a shape lose. No training. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { groupedReluLoss, groupedReluOptimum, polygonModel, reluLoss, reluOptimum, type TiedModel } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { equalSets } from '../vocabulary/sets.js'
import { type SetUp, type SetUpName, setUps } from './settings.js'

/** Features 0 and 2, 1 and 3 are antipodal: partners of different sets. */
export const antipodalAcross = polygonModel({ featureCount: 4, corners: 4 })

/** Partners of one set are antipodal. */
export const antipodalInside = withoutBias([0, 2, 1, 3].map((feature) => toRows(antipodalAcross.weights)[feature]!))

/** Partners are side by side. */
export const hexagon = polygonModel({ featureCount: 6, corners: 6 })

const corners = { corners: 5, radius: 1.15, bias: -0.26 }

/** The sixth feature is left out, its output at its mean. */
export const pentagon = polygonModel({
  featureCount: 6,
  ...corners,
  unlearnedBias: setUps.independent.probability / 2,
})

const [plus, minus] = [1, -1].map((sign) =>
  Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, k) => (i === k ? sign : 0))),
) as [number[][], number[][]]

/** Ten orthogonal features, and ten that are opposite to them. */
export const twoBases = withoutBias([...plus, ...minus])

/** The same features, with both partners of every antipodal pair in one set. */
export const digonsInside = withoutBias([
  ...plus.slice(0, 5),
  ...minus.slice(0, 5),
  ...plus.slice(5),
  ...minus.slice(5),
])

/** The features of a set share one direction. */
export const collapsedSets = withoutBias(
  [0, 1].flatMap((set) => plus.map(() => plus[set]!.map((value) => Math.sqrt(0.1) * value))),
)

/** The exact expectation; undefined for local bases, where up to twenty features are active at once. */
export function exactLossOf(model: TiedModel, { kind, ...sets }: SetUp): number | undefined {
  if (sets.setCount * sets.setSize > 6) return undefined
  if (kind !== 'independent') return groupedReluLoss(model, equalSets({ ...sets, kind }))
  return reluLoss(model, independentFeatures(sets.setCount * sets.setSize, sets.probability))
}

/** Where descent on the exact loss ends from the shapes that the paper names. Takes about a second. */
export const exactOptima = remembered(({ correlated, anticorrelated, independent }: Record<SetUpName, SetUp>) => {
  const squares = (setUp: SetUp, kind: 'together' | 'exclusive') => {
    const features = equalSets({ ...setUp, kind })
    return {
      across: groupedReluOptimum(antipodalAcross, features).loss,
      inside: groupedReluOptimum(antipodalInside, features).loss,
    }
  }
  const { probability } = independent
  const six = polygonModel({ featureCount: 6, corners: 6, radius: 1.3, bias: -0.55 })
  const five = polygonModel({ featureCount: 5, ...corners })
  const pentagonLoss = reluOptimum(five, independentFeatures(5, probability)).loss
  // The sixth at its mean does not touch the others.
  const leftOut = probability / 3 - probability ** 2 / 4
  return {
    correlated: squares(correlated, 'together'),
    anticorrelated: squares(anticorrelated, 'exclusive'),
    independent: {
      hexagon: reluOptimum(six, independentFeatures(6, probability)).loss,
      pentagon: (5 * pentagonLoss + leftOut) / 6,
    },
  }
})

function independentFeatures(featureCount: number, probability: number) {
  return { probability, importance: new Array<number>(featureCount).fill(1) }
}

function withoutBias(rows: readonly (readonly number[])[]): TiedModel {
  return { weights: matrixFromRows(rows), bias: new Float64Array(rows.length) }
}
