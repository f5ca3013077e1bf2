/** Dimensions per feature, dimensionalities and shapes of trained models, and what exact shapes save. Plain JSON. */
import { type Matrix, matrixFromRows, toRows } from '@digon/matrix'
import {
  dimensionalityClusters,
  dimensionsPerFeature,
  featureDimensionality,
  featureGraph,
  frobeniusSquared,
  nameShapes,
  productName,
  representedFeatures,
} from '@digon/metrics'
import { featureVariance, type PolytopeName, polytopeOptimum, reluLoss } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { restartsBy } from '../vocabulary/restarts.js'
import { checkedLoss } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { antiprismProbability, type Size } from './settings.js'

export type SizeResult = ReturnType<typeof measureSize>
export type GroupResult = ReturnType<typeof measureGroup>
export type RestartResult = ReturnType<typeof measureRestart>

/** Of each condition: tells losses 2 % off. */
const secondSamples = 12_288

/** Models of one size: their restarts at each probability, by falling probability. */
export function measureSize(trained: readonly Trained<number>[], { featureCount, hiddenSize }: Size) {
  return { featureCount, hiddenSize, groups: trained.map(measureGroup) }
}

function measureGroup({ condition: probability, ...trained }: Trained<number>) {
  return {
    probability,
    restarts: restartsBy(
      trained,
      (each) => measureRestart(each, trained),
      ({ loss }) => loss,
    ),
  }
}

function measureRestart(trained: TrainedMember, { planned, task }: Pick<Trained<number>, 'planned' | 'task'>) {
  const { weights } = trained
  const dimensionality = [...featureDimensionality(weights)]
  const represented = [...representedFeatures(weights)]
  const shapes = nameShapes(weights)
  const learned = represented.map((feature) => dimensionality[feature]!)
  return {
    ...checkedLoss(trained, task.ensemble, Math.ceil(secondSamples / planned)),
    /** D* = m / ‖W‖_F², at most m: less than one feature learned. */
    dimensionsPerFeature: Math.min(weights.columns, dimensionsPerFeature(weights)),
    /** `[feature]`: D_i. */
    dimensionality,
    represented,
    shapes,
    /** For example `octahedron`. */
    product: productName(shapes),
    edges: featureGraph(weights).edges,
    /** Share of the represented features within 0.02 of the dimensionality of a regular shape; 0 for none. */
    clustered: learned.length === 0 ? 0 : dimensionalityClusters(learned).share,
  }
}

/** ‖W‖_F² of each model. */
export function featuresLearned({ members }: Trained<number>): readonly number[] {
  return members.map(({ weights }) => frobeniusSquared(weights))
}

/** Largest entry of |WᵀW − 1|: 0 where W Wᵀ is a projector onto all dimensions. */
export function projectorError({ rows, columns, values }: Matrix): number {
  let largest = 0
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k <= j; k++) {
      let product = 0
      for (let i = 0; i < rows; i++) product += values[i * columns + j]! * values[i * columns + k]!
      largest = Math.max(largest, Math.abs(product - (j === k ? 1 : 0)))
    }
  }
  return largest
}

/** What the eight features of models that are one square antiprism save per dimension by their exact loss, falling. */
export function antiprismGains({ members }: Trained<number>): readonly number[] {
  const variance = featureVariance(antiprismProbability)
  return members
    .filter(({ weights }) => productName(nameShapes(weights)) === 'square antiprism')
    .map(({ weights, bias }) => {
      const represented = [...representedFeatures(weights)]
      const rows = toRows(weights)
      const alone = {
        weights: matrixFromRows(represented.map((i) => rows[i]!)),
        bias: represented.map((i) => bias[i]!),
      }
      const loss = reluLoss(alone, { probability: antiprismProbability, importance: represented.map(() => 1) })
      return (represented.length * (variance - loss)) / (weights.columns * variance)
    })
    .sort((a, b) => b - a)
}

/** Gains per dimension of regular shapes, 1 for dedicated features, and D* of models of exact digons. */
export const exactShapes = remembered((digonProbabilities: readonly number[]) => {
  const names: readonly PolytopeName[] = ['digon', 'triangle', 'tetrahedron', 'pentagon']
  return {
    gains: [0.5, 0.2].flatMap((probability) =>
      names.map((name) => ({ probability, name, gain: polytopeOptimum(name, probability).gainPerDimension })),
    ),
    digons: digonProbabilities.map((probability) => ({
      probability,
      dimensionsPerFeature: 0.5 / polytopeOptimum('digon', probability).radius ** 2,
    })),
    antiprismGain: polytopeOptimum('square antiprism', antiprismProbability).gainPerDimension,
  }
})
