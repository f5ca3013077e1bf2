/** What the privileged basis's experiment trains: ten features through five ReLU neurons, and a few without the ReLU. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Settings {
  /** In the order of `probabilities`: more where codes lie close to each other. */
  readonly restarts: readonly number[]
  readonly linearRestarts: number
  readonly batchSize: number
  readonly steps: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { restarts: [24, 24, 64, 96, 96, 256], linearRestarts: 8, batchSize: 256, steps: 2500 },
  paper: { restarts: [100, 100, 300, 300, 200, 400], linearRestarts: 16, batchSize: 512, steps: 8000 },
}

export const featureCount = 10
export const hiddenSize = 5

/** One for each row of the paper's table, falling. */
export const probabilities: readonly number[] = [0.75, 0.35, 0.15, 0.12, 0.07, 0.03]

export function planPrivilegedBasis(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { restarts, linearRestarts } = settings[preset]
  return [
    task('identity', probabilities[0]!, linearRestarts, preset, seed),
    ...probabilities.map((probability, row) => task('relu', probability, restarts[row]!, preset, seed)),
  ]
}

function task(
  hiddenActivation: 'identity' | 'relu',
  probability: number,
  count: number,
  preset: PresetName,
  seed: number,
): TrainingTask {
  const { batchSize, steps } = settings[preset]
  const name = `${hiddenActivation === 'relu' ? 'relu' : 'linear'}-hidden-${String(probability).replace('.', '-')}`
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize, hiddenActivation },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: { data: { probability }, importance: { base: 0.75 }, learningRate: 0.01 },
    members: { count, seed: deriveSeed(seed, ['privileged-basis', name]) },
  })
  return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 30_000 }
}
