/** What the noisy simulation's experiment trains: equally important features, more than dimensions, over a sweep of sparsity. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Settings {
  readonly featureCount: number
  readonly hiddenSize: number
  readonly restarts: number
  readonly batchSize: number
  readonly steps: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { featureCount: 20, hiddenSize: 5, restarts: 8, batchSize: 256, steps: 2000 },
  paper: { featureCount: 80, hiddenSize: 20, restarts: 3, batchSize: 1024, steps: 8000 },
}

/** Falling. */
export const probabilities: readonly number[] = [1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01]

export function planNoisySimulation(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { featureCount, hiddenSize, restarts, batchSize, steps } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: { learningRate: 0.01 },
    members: probabilities.map((probability) => ({
      data: { probability },
      count: restarts,
      seed: deriveSeed(seed, ['noisy-simulation', String(probability)]),
    })),
  })
  return [{ name: 'sweep', ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 20_000 }]
}
