/** What the demonstration trains: linear and ReLU models of the same features, at several probabilities. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

type Kind = 'linear' | 'relu'

interface Size {
  /** First part of the ensembles' names. */
  readonly name: 'small' | 'large'
  readonly featureCount: number
  readonly hiddenSize: number
  /** Feature i has the importance baseⁱ. */
  readonly importanceBase: number
}

interface Settings {
  readonly size: Size
  readonly probabilities: Readonly<Record<Kind, readonly number[]>>
  readonly restarts: number
  readonly batchSize: number
  readonly steps: Readonly<Record<Kind, number>>
  readonly learningRate: Readonly<Record<Kind, number>>
}

const small: Size = { name: 'small', featureCount: 20, hiddenSize: 5, importanceBase: 0.7 }
const large: Size = { name: 'large', featureCount: 80, hiddenSize: 20, importanceBase: 0.9 }

const allProbabilities: readonly number[] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]

const settings: Readonly<Record<PresetName, readonly Settings[]>> = {
  quick: [
    {
      size: small,
      probabilities: { linear: [1, 0.1, 0.01], relu: [1, 0.3, 0.1, 0.01] },
      restarts: 8,
      batchSize: 256,
      steps: { linear: 2000, relu: 2500 },
      learningRate: { linear: 0.02, relu: 0.01 },
    },
  ],
  paper: [
    {
      size: small,
      probabilities: { linear: allProbabilities, relu: allProbabilities },
      restarts: 8,
      batchSize: 1024,
      steps: { linear: 4000, relu: 10_000 },
      learningRate: { linear: 0.02, relu: 0.01 },
    },
    {
      size: large,
      probabilities: { linear: allProbabilities, relu: allProbabilities },
      restarts: 8,
      batchSize: 1024,
      steps: { linear: 4000, relu: 10_000 },
      learningRate: { linear: 0.02, relu: 0.01 },
    },
  ],
}

export function planDemonstration(preset: PresetName, seed: number): readonly TrainingTask[] {
  return settings[preset].flatMap((ofSize) =>
    (['linear', 'relu'] as const).flatMap((kind) =>
      ofSize.probabilities[kind].map((probability) => task(ofSize, kind, probability, seed)),
    ),
  )
}

function task(settings: Settings, kind: Kind, probability: number, seed: number): TrainingTask {
  const { size, restarts, batchSize } = settings
  const steps = settings.steps[kind]
  const ensemble = defineEnsemble({
    model: {
      featureCount: size.featureCount,
      hiddenSize: size.hiddenSize,
      outputActivation: kind === 'linear' ? 'identity' : 'relu',
    },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      data: { probability },
      importance: { base: size.importanceBase },
      learningRate: settings.learningRate[kind],
    },
    members: {
      count: restarts,
      seed: deriveSeed(seed, ['demonstration', size.name, kind, String(probability)]),
    },
  })
  return {
    name: `${size.name}-${kind}-${String(probability).replace('.', '-')}`,
    ensemble,
    steps,
    lossSteps: logarithmicSteps(steps),
    record: [],
    // The variance of a sample's loss goes with 1/p: so the mean over linear restarts is known to about 0.25 %.
    evaluationSamples: Math.max(50_000, Math.round((kind === 'linear' ? 6400 : 3200) / probability)),
  }
}
