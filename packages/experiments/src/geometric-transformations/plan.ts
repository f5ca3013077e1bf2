/** What is trained to watch geometry change: two correlated sets of three features in three dimensions, from near the origin. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { GroupedFeatures } from '@digon/theory'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const featureCount = 6
export const hiddenSize = 3
export const setSize = 3

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: number
  /** About as many snapshots of the parameters, evenly spaced on a logarithmic axis. */
  readonly snapshots: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 512, steps: 4000, learningRate: 0.01, restarts: 16, snapshots: 80 },
  paper: { batchSize: 1024, steps: 20_000, learningRate: 0.003, restarts: 64, snapshots: 160 },
}

const probability = 0.05

/** Two sets that are active together, with importance 1. */
export const twoSets: GroupedFeatures = {
  sets: [
    { kind: 'together', features: [0, 1, 2], probability },
    { kind: 'together', features: [3, 4, 5], probability },
  ],
  importance: new Array<number>(featureCount).fill(1),
}

export function planGeometricTransformations(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { batchSize, steps, learningRate, restarts, snapshots } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      data: { probability, groups: twoSets.sets.map(({ kind, features }) => ({ kind, features })) },
      learningRate,
      initialization: { kind: 'normal', deviation: 0.02 },
    },
    members: { count: restarts, seed: deriveSeed(seed, ['geometric-transformations']) },
  })
  const record = [0, ...logarithmicSteps(steps, snapshots), steps]
  return [{ name: 'two-sets', ensemble, steps, lossSteps: [], record, evaluationSamples: 200_000 }]
}
