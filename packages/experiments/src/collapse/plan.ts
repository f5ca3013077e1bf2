/** What is trained to see sets of features collapse: three correlated pairs in two dimensions, from sparse to dense. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { GroupedFeatures } from '@digon/theory'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const hiddenSize = 2
const setCount = 3
const featureCount = 6

/** P(a pair is on), ascending. The paper's thresholds are .05, .15, .2 to .25 and .5. */
export const probabilities: readonly number[] = [
  0.02, 0.03, 0.05, 0.07, 0.1, 0.13, 0.15, 0.17, 0.2, 0.25, 0.35, 0.5, 0.7,
]

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 256, steps: 2000, learningRate: 0.03, restarts: 16 },
  paper: { batchSize: 1024, steps: 10_000, learningRate: 0.03, restarts: 32 },
}

/** Pairs of partners that are always active together, with importance 1. */
export function pairsAt(probability: number): GroupedFeatures {
  return {
    sets: Array.from({ length: setCount }, (_, set) => ({
      kind: 'together',
      features: [2 * set, 2 * set + 1],
      probability,
    })),
    importance: new Array<number>(featureCount).fill(1),
  }
}

/** One ensemble a probability. */
export function planCollapse(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { batchSize, steps, learningRate, restarts } = settings[preset]
  return probabilities.map((probability) => ({
    name: `pairs-${String(probability).replace('.', '-')}`,
    ensemble: defineEnsemble({
      model: { featureCount, hiddenSize },
      optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
      batchSize,
      shared: {
        data: { probability, groups: pairsAt(probability).sets.map(({ kind, features }) => ({ kind, features })) },
        learningRate,
        initialization: { kind: 'normal', deviation: 0.3 },
      },
      members: { count: restarts, seed: deriveSeed(seed, ['collapse', String(probability)]) },
    }),
    steps,
    lossSteps: logarithmicSteps(steps),
    record: [],
    evaluationSamples: 20_000,
  }))
}
