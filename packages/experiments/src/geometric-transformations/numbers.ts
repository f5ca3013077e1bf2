/** Numbers of the geometric transformations, from a trained ensemble with its snapshots. Plain JSON. */
import { type Matrix, matrixFromRows, row } from '@digon/matrix'
import { featureDimensionality, nameShapes, productName } from '@digon/metrics'
import { memberParameters, memberWeights, type Parameters } from '@digon/model'
import { groupedLinearOptimum, groupedReluLoss, groupedReluOptimum } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { type SetGeometry, setGeometry } from '../vocabulary/sets.js'
import { featureCount, hiddenSize, setSize, twoSets } from './plan.js'
import { type Plateau, plateausOf } from './plateaus.js'
import { type Stage, type StageName, stageOf } from './stages.js'

/** Losses are averaged over features, as in training. */
export interface TransformationNumbers {
  readonly steps: number
  /** Restarts that did not diverge, by rising exact loss. */
  readonly restarts: readonly RestartResult[]
  /** Of exact losses at the end. */
  readonly losses: LossStatistics
  /** How many restarts ended in which shape. */
  readonly shapes: Readonly<Record<string, number>>
  /** The best octahedron, and the best linear model that keeps one direction for each set: 1/9 of the mean square. */
  readonly optimum: { readonly octahedron: number; readonly lines: number }
}

export interface RestartResult extends SetGeometry {
  readonly seed: number
  /** At the end, on fresh samples. */
  readonly loss: number
  /** At the end, the exact expectation. */
  readonly exactLoss: number
  /** `[feature]`: D_i at the end. */
  readonly dimensionality: readonly number[]
  readonly shape: string
  readonly snapshots: readonly Snapshot[]
  readonly plateaus: readonly Plateau[]
  /** Stages in the order in which they were first reached, `between` left out. */
  readonly path: readonly StageName[]
}

export interface Snapshot extends Stage {
  readonly step: number
  /** Exact. */
  readonly loss: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
}

/** @throws {RangeError} when all restarts diverged. */
export function analyzeTransformations([trained]: readonly TrainedEnsemble[]): TransformationNumbers {
  const all = [...trained!.task.ensemble.members.keys()]
  const restarts = soundMembers(trained!, all)
    .map((member) => restartResult(trained!, member))
    .sort((a, b) => a.exactLoss - b.exactLoss)
  const shapes: Record<string, number> = {}
  for (const { shape } of restarts) shapes[shape] = (shapes[shape] ?? 0) + 1
  return {
    steps: trained!.task.steps,
    restarts,
    losses: lossStatistics(
      restarts.map(({ exactLoss }) => exactLoss),
      all.length,
    ),
    shapes,
    optimum: {
      octahedron: groupedReluOptimum({ weights: octahedron(), bias: new Float64Array(featureCount) }, twoSets).loss,
      lines: groupedLinearOptimum(twoSets, 2),
    },
  }
}

/** Features of the first set on the axes, those of the second opposite to them. */
function octahedron(): Matrix {
  const axis = (feature: number) =>
    Array.from({ length: hiddenSize }, (_, k) => (k === feature % setSize ? (feature < setSize ? 1 : -1) : 0))
  return matrixFromRows(Array.from({ length: featureCount }, (_, feature) => axis(feature)))
}

function restartResult(trained: TrainedEnsemble, member: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const snapshots = trained.recorded.map(({ step, parameters }) => snapshotOf(step, parameters, member))
  const after = snapshots.filter(({ step }) => step > 0)
  const path: StageName[] = []
  for (const { name } of snapshots) if (name !== 'between' && !path.includes(name)) path.push(name)
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    exactLoss: exactLossOf(trained.parameters, member),
    ...setGeometry(weights, setSize),
    dimensionality: [...featureDimensionality(weights)],
    shape: productName(nameShapes(weights)),
    snapshots,
    plateaus: plateausOf(
      after.map(({ step }) => step),
      after.map(({ loss }) => loss),
    ),
    path,
  }
}

function snapshotOf(step: number, parameters: Parameters, member: number): Snapshot {
  const weights = memberWeights(parameters, member)
  return {
    step,
    loss: exactLossOf(parameters, member),
    weights: Array.from({ length: featureCount }, (_, i) => [...row(weights, i)]),
    ...stageOf(weights),
  }
}

function exactLossOf(parameters: Parameters, member: number): number {
  const bias = memberParameters(parameters, member).bias!.values
  return groupedReluLoss({ weights: memberWeights(parameters, member), bias }, twoSets)
}
