/** The shapes that models of sets end in, and what the best models of a shape lose. No training. */
import { sampleBatch, toDense } from '@digon/data'
import { matrixFromRows, toRows } from '@digon/matrix'
import { forward } from '@digon/model'
import { groupedReluLoss, groupedReluOptimum, polygonModel, reluLoss, reluOptimum, type TiedModel } from '@digon/theory'
import { ensembleOfOne } from '../vocabulary/ensemble-of-one.js'
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

/** The sixth feature is short instead of 0, where its gradient would be 0 as well. */
export function withShortArm({ weights, bias }: TiedModel): TiedModel {
  return { weights: matrixFromRows([...toRows(weights).slice(0, 5), [0.05, 0.02]]), bias }
}

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

/** The exact expectation; of local bases, where up to twenty features are active at once, by sampled values of features. */
export function exactLossOf(model: TiedModel, { kind, ...sets }: SetUp): number {
  const featureCount = sets.setCount * sets.setSize
  if (kind === 'independent') return reluLoss(model, independentFeatures(featureCount, sets.probability))
  return featureCount > 6 ? lossBySets(model, sets) : groupedReluLoss(model, equalSets({ ...sets, kind }))
}

const samplesOfSets = 4000

const tiedReluModel = {
  kind: 'autoencoder',
  hiddenActivation: 'identity',
  outputActivation: 'relu',
  tied: true,
  outputBias: true,
  hiddenBias: false,
} as const

/** Exact over which sets are on, together or not; means over `samplesOfSets` samples of values, which leave an error of 0.6 %. */
export function lossBySets(
  { weights, bias }: TiedModel,
  { setCount, setSize, probability }: Omit<SetUp, 'kind'>,
): number {
  const { rows: featureCount, columns: hiddenSize } = weights
  const parameters = ensembleOfOne({
    weights: { shape: [featureCount, hiddenSize], values: weights.values },
    bias: { shape: [featureCount], values: Float64Array.from(bias) },
  })
  let loss = 0
  for (let on = 0; on < 2 ** setCount; on++) {
    const isOn = (feature: number) => (on >> Math.floor(feature / setSize)) & 1
    const active = Array.from({ length: featureCount }, (_, feature) => isOn(feature))
    const law = { kind: 'independent', probability: active } as const
    const batch = sampleBatch(law, { featureCount, seed: 7, step: 0, sampleCount: samplesOfSets })
    const { values } = forward({ ...tiedReluModel, featureCount, hiddenSize }, parameters, 0, batch).output
    const squares = toDense(batch).reduce((sum, input, k) => sum + (input - values[k]!) ** 2, 0)
    const count = active.filter(Boolean).length / setSize
    loss += (probability ** count * (1 - probability) ** (setCount - count) * squares) / samplesOfSets / featureCount
  }
  return loss
}

/** Where descent on the exact loss ends from the shapes that the paper names. Takes about a second. */
export const exactOptima = remembered((of: Record<SetUpName, SetUp>) => {
  const { correlated, anticorrelated, crowded, independent, 'local-bases': bases } = of
  const squares = (setUp: SetUp, kind: 'together' | 'exclusive') => {
    const features = equalSets({ ...setUp, kind })
    return {
      across: groupedReluOptimum(antipodalAcross, features).loss,
      inside: groupedReluOptimum(antipodalInside, features).loss,
    }
  }
  const { probability } = independent
  const six = polygonModel({ featureCount: 6, corners: 6, radius: 1.3, bias: -0.55 })
  const features = independentFeatures(6, probability)
  // Ten digons across the sets, whose two features are on independently of each other.
  const digon = { weights: matrixFromRows([[1], [-1]]), bias: [0, 0] }
  return {
    crowded: groupedReluOptimum(hexagon, equalSets({ ...crowded, kind: 'together' })).loss,
    bases: reluOptimum(digon, independentFeatures(2, bases.probability)).loss,
    correlated: squares(correlated, 'together'),
    anticorrelated: squares(anticorrelated, 'exclusive'),
    independent: {
      hexagon: reluOptimum(six, features).loss,
      pentagon: reluOptimum(withShortArm(pentagon), features).loss,
    },
  }
})

function independentFeatures(featureCount: number, probability: number) {
  return { probability, importance: new Array<number>(featureCount).fill(1) }
}

function withoutBias(rows: readonly (readonly number[])[]): TiedModel {
  return { weights: matrixFromRows(rows), bias: new Float64Array(rows.length) }
}
