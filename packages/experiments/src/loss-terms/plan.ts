/** What is trained to take losses apart: five features in the plane, linear, sparse, and with exactly one active. */
import { deriveSeed, type FeatureLaw } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const hiddenSize = 2

/** Of models of falling importance, falling. */
export const fallingProbabilities: readonly number[] = [0.5, 0.2, 0.05, 0.02]

/** Of equally important features on a pentagon. */
export const pentagonProbability = 0.05

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 256, steps: 3000, learningRate: 0.03, restarts: 16 },
  paper: { batchSize: 1024, steps: 10_000, learningRate: 0.02, restarts: 32 },
}

interface Kind {
  readonly name: string
  readonly featureCount: number
  readonly importanceBase: number
  readonly laws: readonly FeatureLaw[]
  readonly linear?: boolean
}

const independent = (probability: number): FeatureLaw => ({ kind: 'independent', probability })

const kinds: readonly Kind[] = [
  { name: 'falling', featureCount: 5, importanceBase: 0.9, laws: fallingProbabilities.map(independent) },
  { name: 'equal', featureCount: 5, importanceBase: 1, laws: [independent(pentagonProbability)] },
  { name: 'one-active-5', featureCount: 5, importanceBase: 1, laws: [{ kind: 'exactly', activeCount: 1 }] },
  { name: 'one-active-6', featureCount: 6, importanceBase: 1, laws: [{ kind: 'exactly', activeCount: 1 }] },
  { name: 'linear', featureCount: 5, importanceBase: 0.9, laws: [1, 0.3].map(independent), linear: true },
]

export function planLossTerms(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { batchSize, steps, learningRate, restarts } = settings[preset]
  return kinds.map(({ name, featureCount, importanceBase, laws, linear = false }) => {
    const ensemble = defineEnsemble({
      model: { featureCount, hiddenSize, outputActivation: linear ? 'identity' : 'relu' },
      optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
      batchSize,
      shared: {
        importance: { base: importanceBase },
        learningRate,
        weightDecay: 0,
        initialization: { kind: 'normal', deviation: 0.25 },
      },
      members: laws.map((data, place) => ({
        data,
        count: restarts,
        seed: deriveSeed(seed, ['loss-terms', name, String(place)]),
      })),
    })
    return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 200_000 }
  })
}
