/** What the trained models and their snapshots show. Plain JSON. */
import { type Matrix, matrix, matrixFromRows, toRows } from '@digon/matrix'
import { frobeniusSquared, gramMatrix, nameShapes, productName } from '@digon/metrics'
import type { Parameters } from '@digon/model'
import { groupedLinearOptimum, groupedReluLoss, groupedReluOptimum, type TiedModel } from '@digon/theory'
import { restartsBy, tally } from '../vocabulary/restarts.js'
import { equalSets, setGeometry } from '../vocabulary/sets.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { plateausOf } from './plateaus.js'
import { featureCount, hiddenSize, probability, setSize } from './settings.js'
import { type StageName, stageOf } from './stages.js'

export type TransformedRestart = ReturnType<typeof measureRestart>
export type Snapshot = ReturnType<typeof snapshotOf>

export const twoSets = equalSets({ kind: 'together', setCount: 2, setSize, probability })

/** Features of the first set on the axes, those of the second opposite to them. */
export const octahedron: TiedModel = {
  weights: matrixFromRows(
    Array.from({ length: featureCount }, (_, feature) =>
      Array.from({ length: hiddenSize }, (__, k) => (k === feature % setSize ? (feature < setSize ? 1 : -1) : 0)),
    ),
  ),
  bias: new Float64Array(featureCount),
}

export function measureTransformations(trained: Trained<unknown>) {
  const restarts = restartsBy(trained, measureRestart, exactLoss)
  const best = groupedReluOptimum(octahedron, twoSets)
  return {
    restarts,
    shapes: tally(restarts, ({ shape }) => shape),
    /** Of the best octahedron, and of the best linear model that keeps one direction for each set: 1/9 of the mean square. */
    optimum: { octahedron: best.loss, size: sizeOf(best.model.weights), lines: groupedLinearOptimum(twoSets, 2) },
  }
}

function measureRestart({ weights, bias, loss, lossStandardError, recorded }: TrainedMember) {
  const snapshots = recorded.map(snapshotOf)
  const after = snapshots.filter(({ step }) => step > 0)
  const reached = snapshots.map(({ name }) => name).filter((name) => name !== 'between')
  return {
    /** At the end, on fresh samples. */
    loss,
    lossStandardError,
    /** At the end, the exact expectation. All losses are averaged over features, as in training. */
    exactLoss: groupedReluLoss({ weights, bias }, twoSets),
    ...setGeometry(weights, setSize),
    shape: productName(nameShapes(weights)),
    size: sizeOf(weights),
    /** For each feature of the first set the most opposite one of the second. */
    antipodes: antipodesOf(weights),
    snapshots,
    plateaus: plateausOf(
      after.map(({ step }) => step),
      after.map(({ loss }) => loss),
    ),
    /** Stages in the order in which they were first reached. */
    path: [...new Set<StageName>(reached)],
  }
}

function snapshotOf({ step, parameters }: TrainedMember['recorded'][number]) {
  const model = modelOf(parameters)
  /** `loss` is exact. */
  return { step, loss: groupedReluLoss(model, twoSets), ...stageOf(model.weights), weights: toRows(model.weights) }
}

/** Mean squared norm of the features. */
function sizeOf(weights: Matrix): number {
  return frobeniusSquared(weights) / featureCount
}

/** Of each feature of the first set, the index in the second set of the feature that is most opposite. */
export function antipodesOf(weights: Matrix): readonly number[] {
  const rows = toRows(gramMatrix(weights)).slice(0, setSize)
  return rows.map((row) => {
    const across = row.slice(setSize)
    return across.indexOf(Math.min(...across))
  })
}

export function modelOf({ weights, bias }: Parameters): TiedModel {
  return { weights: matrix(featureCount, hiddenSize, weights!.values), bias: bias!.values }
}

export const exactLoss = (restart: TransformedRestart) => restart.exactLoss
