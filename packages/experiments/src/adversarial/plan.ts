/** What the adversarial experiment trains: equally important features, many more than dimensions, over a sweep of sparsity. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Settings {
  readonly featureCount: number
  readonly hiddenSize: number
  readonly batchSize: number
  readonly steps: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { featureCount: 60, hiddenSize: 8, batchSize: 256, steps: 1500 },
  paper: { featureCount: 200, hiddenSize: 20, batchSize: 1024, steps: 6000 },
}

/** Falling. 1 / (1 − S) from 1 to 33. */
export const probabilities: readonly number[] = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.03]

const restarts = 3

export function planAdversarial(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { featureCount, hiddenSize, batchSize, steps } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: { learningRate: 0.01 },
    members: probabilities.map((probability) => ({
      data: { probability },
      count: restarts,
      seed: deriveSeed(seed, ['adversarial', String(probability)]),
    })),
  })
  return [{ name: 'sweep', ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 20_000 }]
}
