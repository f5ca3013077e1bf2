/** What uniform superposition trains: many equally important features in a dozen dimensions, and few in three. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Size {
  readonly featureCount: number
  readonly hiddenSize: number
  readonly probabilities: readonly number[]
  readonly restarts: number
  /** At the ends of the plateau, where restarts differ most. */
  readonly restartsAtEnds?: number
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly deviation: number
}

const ladder: readonly number[] = [1, 0.8, 0.65, 0.57, 0.5, 0.45, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05]

/** At which regular shapes are the local minima of a few features in three dimensions. */
const smallProbabilities: readonly number[] = [0.7, 0.6, 0.4, 0.22, 0.2, 0.18]

const plateauEnds: readonly number[] = [0.5, 0.25]

// A high rate first: noise shakes left-over dimensions and pentagons apart where digons save more.
const quickWide = {
  restarts: 3,
  restartsAtEnds: 7,
  batchSize: 256,
  steps: 3500,
  learningRate: 0.03,
  deviation: 0.03,
}
const paperWide = { restarts: 3, batchSize: 512, steps: 10_000, learningRate: 0.003, deviation: 0.02 }

const settings: Readonly<Record<PresetName, Readonly<Record<string, Size>>>> = {
  quick: {
    wide: { featureCount: 120, hiddenSize: 12, probabilities: ladder, ...quickWide },
    'half-as-many-dimensions': { featureCount: 120, hiddenSize: 6, probabilities: [0.3], ...quickWide },
    'half-as-many-features': { featureCount: 60, hiddenSize: 12, probabilities: [0.3], ...quickWide },
    small: small(32, 256, 2000, 0.03),
  },
  paper: {
    wide: { featureCount: 400, hiddenSize: 30, probabilities: [...ladder, 0.03, 0.02, 0.01], ...paperWide },
    'half-as-many-dimensions': { featureCount: 400, hiddenSize: 15, probabilities: [0.3], ...paperWide },
    'half-as-many-features': { featureCount: 200, hiddenSize: 30, probabilities: [0.3], ...paperWide },
    small: small(100, 512, 5000, 0.02),
  },
}

function small(restarts: number, batchSize: number, steps: number, learningRate: number): Size {
  const sizes = { featureCount: 16, hiddenSize: 3, probabilities: smallProbabilities, deviation: 0.1 }
  return { ...sizes, restarts, batchSize, steps, learningRate }
}

export function planGeometry(preset: PresetName, seed: number): readonly TrainingTask[] {
  return Object.entries(settings[preset]).map(([name, size]) => {
    const { featureCount, hiddenSize, probabilities, batchSize, steps, learningRate, deviation } = size
    const { restarts, restartsAtEnds = restarts } = size
    const ensemble = defineEnsemble({
      model: { featureCount, hiddenSize },
      optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
      batchSize,
      shared: { learningRate, weightDecay: 0, initialization: { kind: 'normal', deviation } },
      members: probabilities.map((probability) => ({
        data: { probability },
        count: plateauEnds.includes(probability) ? restartsAtEnds : restarts,
        seed: deriveSeed(seed, ['geometry', name, String(probability)]),
      })),
    })
    return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 4000 }
  })
}
