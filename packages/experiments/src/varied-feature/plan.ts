/** What is trained to see one feature leave the pentagon: five equal features in two dimensions, the density of one varied. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { IndependentFeatures } from '@digon/theory'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const featureCount = 5
export const hiddenSize = 2

/** Its place among the features. */
export const variedFeature = 4

/** P(feature is active) of the others. */
export const baseProbability = 0.05

/** Density of the varied feature in units of the others', ascending. */
export const relativeDensities: readonly number[] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3]

interface Settings {
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly restarts: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { batchSize: 256, steps: 2500, learningRate: 0.03, restarts: 16 },
  paper: { batchSize: 1024, steps: 10_000, learningRate: 0.01, restarts: 100 },
}

/** What theory needs to know of the features. */
export function featuresAt(relativeDensity: number): IndependentFeatures {
  const probability = new Array<number>(featureCount).fill(baseProbability)
  probability[variedFeature] = Number((relativeDensity * baseProbability).toPrecision(6))
  return { probability, importance: new Array<number>(featureCount).fill(1) }
}

/** One ensemble a density. */
export function planVariedFeature(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { batchSize, steps, learningRate, restarts } = settings[preset]
  return relativeDensities.map((relativeDensity) => ({
    name: `density-${String(relativeDensity).replace('.', '-')}`,
    ensemble: defineEnsemble({
      model: { featureCount, hiddenSize },
      optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
      batchSize,
      shared: {
        data: { probability: featuresAt(relativeDensity).probability },
        learningRate,
        initialization: { kind: 'normal', deviation: 0.3 },
      },
      members: { count: restarts, seed: deriveSeed(seed, ['varied-feature', String(relativeDensity)]) },
    }),
    steps,
    lossSteps: logarithmicSteps(steps),
    record: [],
    evaluationSamples: 50_000,
  }))
}
