/** What is trained to see features hop between dimensionalities: many equal features where digons are best. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const featureCount = 20
export const hiddenSize = 5
export const probability = 0.3

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: number
  /** About as many snapshots of the parameters, evenly spaced on a logarithmic axis. */
  readonly snapshots: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 512, steps: 4000, learningRate: 0.01, restarts: 8, snapshots: 80 },
  paper: { batchSize: 1024, steps: 20_000, learningRate: 0.003, restarts: 32, snapshots: 120 },
}

export function planEnergyLevels(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { batchSize, steps, learningRate, restarts, snapshots } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: { data: { probability }, learningRate, initialization: { kind: 'normal', deviation: 0.1 } },
    members: { count: restarts, seed: deriveSeed(seed, ['energy-levels']) },
  })
  const record = [...logarithmicSteps(steps, snapshots), steps]
  return [{ name: 'equal-features', ensemble, steps, lossSteps: [], record, evaluationSamples: 50_000 }]
}
