/** What is trained on features that come in sets: the paper's four set-ups, and independent features to compare with. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export type SetUpName = 'correlated' | 'anticorrelated' | 'crowded' | 'independent' | 'local-bases'

/** Sets of equal size, one after the other: set s has the features from s × setSize on. */
export interface SetUp {
  /** Names the ensemble. */
  readonly name: SetUpName
  /** How the features of a set hang together. `independent` features are drawn in sets only. */
  readonly kind: 'together' | 'exclusive' | 'independent'
  readonly setCount: number
  readonly setSize: number
  readonly hiddenSize: number
  /** P(set is on), of independent features P(feature is active). */
  readonly probability: number
}

/** The paper's, in its order; its densities are open. */
export const setUps: readonly SetUp[] = [
  { name: 'correlated', kind: 'together', setCount: 2, setSize: 2, hiddenSize: 2, probability: 0.05 },
  { name: 'anticorrelated', kind: 'exclusive', setCount: 2, setSize: 2, hiddenSize: 2, probability: 0.5 },
  { name: 'crowded', kind: 'together', setCount: 3, setSize: 2, hiddenSize: 2, probability: 0.03 },
  { name: 'independent', kind: 'independent', setCount: 3, setSize: 2, hiddenSize: 2, probability: 0.03 },
  { name: 'local-bases', kind: 'together', setCount: 2, setSize: 10, hiddenSize: 10, probability: 0.02 },
]

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: { readonly plane: number; readonly bases: number }
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 512, steps: 2000, learningRate: 0.02, restarts: { plane: 16, bases: 8 } },
  paper: { batchSize: 1024, steps: 10_000, learningRate: 0.01, restarts: { plane: 64, bases: 16 } },
}

export function planCorrelated(preset: PresetName, seed: number): readonly TrainingTask[] {
  return setUps.map((setUp) => task(setUp, settings[preset], seed))
}

function task(setUp: SetUp, settings: Settings, seed: number): TrainingTask {
  const { name, kind, setCount, setSize, hiddenSize, probability } = setUp
  const { batchSize, steps, learningRate, restarts } = settings
  const sets = Array.from({ length: setCount }, (_, set) =>
    Array.from({ length: setSize }, (__, place) => set * setSize + place),
  )
  const ensemble = defineEnsemble({
    model: { featureCount: setCount * setSize, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      data: { probability, ...(kind !== 'independent' && { groups: sets.map((features) => ({ kind, features })) }) },
      learningRate,
      initialization: { kind: 'normal', deviation: 0.1 },
    },
    members: {
      count: hiddenSize === 2 ? restarts.plane : restarts.bases,
      seed: deriveSeed(seed, ['correlated', name]),
    },
  })
  return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 50_000 }
}
