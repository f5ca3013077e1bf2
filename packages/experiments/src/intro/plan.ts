/** What the introduction's experiment trains. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const featureCount = 5
export const hiddenSize = 2

/** 1 − S of the paper's three panels: sparsity 0 %, 80 % and 90 %. */
export const panelProbabilities: readonly number[] = [1, 0.2, 0.1]

/** The official notebook's other nine, p = 20^(−k/9) for k = 1 … 9. */
export const stripProbabilities: readonly number[] = Array.from({ length: 9 }, (_, k) =>
  Number((20 ** (-(k + 1) / 9)).toPrecision(3)),
)

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly schedule: 'constant' | 'cosine'
  readonly restarts: { readonly panels: number; readonly strip: number }
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: {
    batchSize: 256,
    steps: 3000,
    learningRate: 0.03,
    schedule: 'cosine',
    restarts: { panels: 16, strip: 8 },
  },
  paper: {
    batchSize: 1024,
    steps: 10_000,
    learningRate: 0.001,
    schedule: 'constant',
    restarts: { panels: 16, strip: 16 },
  },
}

export function planIntro(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { restarts } = settings[preset]
  return [
    task('panels', panelProbabilities, restarts.panels, preset, seed),
    task('strip', stripProbabilities, restarts.strip, preset, seed),
  ]
}

function task(
  name: string,
  probabilities: readonly number[],
  restarts: number,
  preset: PresetName,
  seed: number,
): TrainingTask {
  const { batchSize, steps, learningRate, schedule } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { schedule: schedule === 'constant' ? { kind: 'constant' } : { kind: schedule, totalSteps: steps } },
    batchSize,
    shared: {
      importance: { base: 0.9 },
      learningRate,
      // What the notebook's initialization comes to: its ten models of 5 × 2 weights are taken for one tensor.
      initialization: { kind: 'xavier-normal', fanIn: 10, fanOut: 20 },
    },
    members: probabilities.map((probability) => ({
      data: { probability },
      count: restarts,
      seed: deriveSeed(seed, ['intro', String(probability)]),
    })),
  })
  return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 50_000 }
}
