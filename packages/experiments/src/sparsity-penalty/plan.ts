/** What the sparsity penalty's experiment trains: the demonstration's small models, with ever more L1 on their hidden units. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Settings {
  readonly penalties: readonly number[]
  readonly restarts: number
  readonly batchSize: number
  readonly steps: number
}

export const featureCount = 20
export const hiddenSize = 5
export const probability = 0.1

/** λ, rising. Closed forms drop feature after feature between 0.0001 and 0.036. */
const penalties: readonly number[] = [0, 0.0003, 0.001, 0.003, 0.005, 0.01, 0.02, 0.03]

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { penalties, restarts: 16, batchSize: 256, steps: 2000 },
  paper: {
    penalties: [...penalties, 0.0001, 0.015, 0.04].sort((a, b) => a - b),
    restarts: 16,
    batchSize: 1024,
    steps: 10_000,
  },
}

export function planSparsityPenalty(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { restarts, batchSize, steps, ...preferred } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    // Weight decay would be a second penalty.
    shared: { data: { probability }, importance: { base: 0.7 }, learningRate: 0.01, weightDecay: 0 },
    members: preferred.penalties.map((hiddenL1) => ({
      hiddenL1,
      count: restarts,
      seed: deriveSeed(seed, ['sparsity-penalty', String(hiddenL1)]),
    })),
  })
  return [
    { name: 'sweep', ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 100_000 },
  ]
}
