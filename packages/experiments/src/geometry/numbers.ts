/** Numbers of uniform superposition, from trained ensembles. Plain JSON. */

import { type Matrix, matrixFromRows } from '@digon/matrix'
import {
  dimensionalityClusters,
  dimensionsPerFeature,
  type FeatureEdge,
  featureDimensionality,
  featureGraph,
  frobeniusSquared,
  gramMatrix,
  type NamedShape,
  nameShapes,
  productName,
  representedFeatures,
} from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { featureVariance, type PolytopeName, polytopeOptimum, reluLoss } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { probabilityGroups } from '../probability-groups.js'
import { soundMembers } from '../restarts.js'

export interface GeometryNumbers {
  readonly wide: SizeResult
  readonly small: SizeResult
  /** ‖W‖_F² at the probability that all three have: of `wide`, of half as many dimensions, of half as many features. */
  readonly learned: {
    readonly wide: readonly number[]
    readonly halfDimensions: readonly number[]
    readonly halfFeatures: readonly number[]
  }
  /**
   * Small models that are one square antiprism, at `antiprismProbability`: what their eight features save per dimension, by the
   * exact loss of these alone, falling.
   */
  readonly antiprismGains: readonly number[]
  readonly theory: GeometryTheory
}

/** Where antiprisms begin to save more than digons and pentagons. */
export const antiprismProbability = 0.2

export interface SizeResult {
  readonly featureCount: number
  readonly hiddenSize: number
  /** By falling probability. */
  readonly groups: readonly GroupResult[]
}

export interface GroupResult {
  readonly probability: number
  /** By rising loss on fresh samples. */
  readonly restarts: readonly RestartResult[]
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** D* = m / ‖W‖_F², at most m: less than one feature learned. */
  readonly dimensionsPerFeature: number
  /** `[feature]`: D_i. */
  readonly dimensionality: readonly number[]
  readonly represented: readonly number[]
  readonly shapes: readonly NamedShape[]
  /** For example `octahedron`. */
  readonly product: string
  /** Between represented features. */
  readonly edges: readonly FeatureEdge[]
  /** Largest entry of |G² − G|, G = W Wᵀ: 0 for a projector. */
  readonly projectorError: number
  /** Share of the represented features within 0.02 of the dimensionality of a regular shape; 0 when there are none. */
  readonly clustered: number
}

/** Gain per dimension of regular shapes, 1 for dedicated features. */
export interface GeometryTheory {
  readonly gains: readonly { readonly probability: number; readonly name: PolytopeName; readonly gain: number }[]
  /** D* of a model of exact digons, by probability. */
  readonly digons: readonly { readonly probability: number; readonly dimensionsPerFeature: number }[]
  /** Gain per dimension of the square antiprism at `antiprismProbability`. */
  readonly antiprismGain: number
}

/** @param theory handed in where it is known already, for it takes about a second. */
export function analyzeGeometry(
  [wide, halfDimensions, halfFeatures, small]: readonly TrainedEnsemble[],
  theory: () => GeometryTheory = geometryTheory,
): GeometryNumbers {
  const ofSmall = sizeResult(small!)
  return {
    wide: sizeResult(wide!),
    small: ofSmall,
    learned: {
      wide: learnedAt(wide!, halfDimensions!),
      halfDimensions: learnedAt(halfDimensions!, halfDimensions!),
      halfFeatures: learnedAt(halfFeatures!, halfDimensions!),
    },
    antiprismGains: antiprismGains(small!, ofSmall),
    theory: theory(),
  }
}

export function geometryTheory(): GeometryTheory {
  const names: readonly PolytopeName[] = ['digon', 'triangle', 'tetrahedron', 'pentagon']
  return {
    gains: [0.5, 0.2].flatMap((probability) =>
      names.map((name) => ({ probability, name, gain: polytopeOptimum(name, probability).gainPerDimension })),
    ),
    digons: [0.5, 0.45, 0.4, 0.3, 0.25, 0.2, 0.1, 0.05].map((probability) => ({
      probability,
      dimensionsPerFeature: 0.5 / polytopeOptimum('digon', probability).radius ** 2,
    })),
    antiprismGain: polytopeOptimum('square antiprism', antiprismProbability).gainPerDimension,
  }
}

function sizeResult(trained: TrainedEnsemble): SizeResult {
  const { rows, columns } = memberWeights(trained.parameters, 0)
  const groups = probabilityGroups(trained.task).map(({ probability, members }) => ({
    probability,
    restarts: soundMembers(trained, members)
      .map((member) => restartResult(trained, member))
      .sort((a, b) => a.loss - b.loss),
  }))
  return { featureCount: rows, hiddenSize: columns, groups }
}

function restartResult(trained: TrainedEnsemble, member: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const dimensionality = [...featureDimensionality(weights)]
  const represented = [...representedFeatures(weights)]
  const shapes = nameShapes(weights)
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    dimensionsPerFeature: Math.min(weights.columns, dimensionsPerFeature(weights)),
    dimensionality,
    represented,
    shapes,
    product: productName(shapes),
    edges: featureGraph(weights).edges,
    projectorError: projectorError(weights),
    clustered:
      represented.length === 0
        ? 0
        : dimensionalityClusters(represented.map((feature) => dimensionality[feature]!)).share,
  }
}

function antiprismGains(trained: TrainedEnsemble, { groups, hiddenSize }: SizeResult): readonly number[] {
  const seeds = trained.task.ensemble.members.map(({ seed }) => seed)
  const variance = featureVariance(antiprismProbability)
  return groups
    .filter(({ probability }) => probability === antiprismProbability)
    .flatMap(({ restarts }) => restarts)
    .filter(({ product }) => product === 'square antiprism')
    .map(({ seed, represented }) => {
      const member = seeds.indexOf(seed)
      const { values, columns } = memberWeights(trained.parameters, member)
      const { bias } = memberParameters(trained.parameters, member)
      const model = {
        weights: matrixFromRows(represented.map((i) => [...values.subarray(i * columns, (i + 1) * columns)])),
        bias: represented.map((i) => bias!.values[i]!),
      }
      const importance = represented.map(() => 1)
      const loss = reluLoss(model, { probability: antiprismProbability, importance })
      return (represented.length * (variance - loss)) / (hiddenSize * variance)
    })
    .sort((a, b) => b - a)
}

function projectorError(weights: Matrix): number {
  const { rows, values } = gramMatrix(weights)
  let largest = 0
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let square = 0
      for (let k = 0; k < rows; k++) square += values[i * rows + k]! * values[j * rows + k]!
      largest = Math.max(largest, Math.abs(square - values[i * rows + j]!))
    }
  }
  return largest
}

function learnedAt(trained: TrainedEnsemble, { task }: TrainedEnsemble): readonly number[] {
  const wanted = probabilityGroups(task)[0]!.probability
  const group = probabilityGroups(trained.task).find(({ probability }) => probability === wanted)!
  return soundMembers(trained, group.members).map((member) =>
    frobeniusSquared(memberWeights(trained.parameters, member)),
  )
}
