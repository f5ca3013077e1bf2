/** What the motif's experiment trains: models of |x| with twice as many features as neurons, at three probabilities. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Settings {
  readonly restarts: number
  readonly batchSize: number
  readonly steps: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { restarts: 8, batchSize: 256, steps: 3000 },
  paper: { restarts: 32, batchSize: 1024, steps: 10_000 },
}

export const featureCount = 20
export const hiddenSize = 10

/** Falling: without the motif, with it, with several features a neuron. */
export const probabilities: readonly number[] = [0.5, 0.2, 0.1]

export function planAsymmetricMotif(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { restarts, batchSize, steps } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize, hiddenActivation: 'relu', tied: false },
    target: 'absolute',
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      importance: { base: 0.8 },
      learningRate: 0.01,
      initialization: { kind: 'normal', deviation: 0.05 },
    },
    members: probabilities.map((probability) => ({
      data: { probability, values: { kind: 'signed' } },
      count: restarts,
      seed: deriveSeed(seed, ['asymmetric-motif', String(probability)]),
    })),
  })
  return [
    { name: 'absolute', ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 30_000 },
  ]
}
