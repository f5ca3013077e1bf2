/** What the absolute value's experiment trains: three features in six neurons, and a hundred in forty at seven probabilities. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

interface Row {
  readonly probability: number
  readonly batchSize: number
  readonly learningRate: number
}

interface Settings {
  readonly small: { readonly restarts: number; readonly steps: number; readonly batchSize: number }
  readonly large: { readonly restarts: number; readonly steps: number; readonly rows: readonly Row[] }
}

const rowsOf = (batchSizes: readonly number[]): readonly Row[] =>
  [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map((probability, row) => ({
    probability,
    batchSize: batchSizes[row]!,
    learningRate: probability >= 0.1 ? 0.02 : 0.01,
  }))

/** Batches grow as features become sparser: a sample then costs less, and a batch must hold each feature a few times. */
const settings: Readonly<Record<PresetName, Settings>> = {
  quick: {
    small: { restarts: 16, steps: 2000, batchSize: 256 },
    large: { restarts: 3, steps: 2500, rows: rowsOf([256, 256, 256, 512, 1024, 2048, 2048]) },
  },
  paper: {
    small: { restarts: 32, steps: 5000, batchSize: 1024 },
    large: { restarts: 3, steps: 10_000, rows: rowsOf([1024, 1024, 1024, 2048, 2048, 4096, 8192]) },
  },
}

export function planAbsoluteValue(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { small, large } = settings[preset]
  return [
    task({
      name: 'small',
      featureCount: 3,
      hiddenSize: 6,
      importanceBase: 1,
      probability: 0.5,
      learningRate: 0.01,
      seed,
      ...small,
    }),
    ...large.rows.map((row) =>
      task({
        name: `large-${String(row.probability).replace('.', '-')}`,
        featureCount: 100,
        hiddenSize: 40,
        importanceBase: 0.8,
        restarts: large.restarts,
        steps: large.steps,
        seed,
        ...row,
      }),
    ),
  ]
}

interface Description extends Row {
  readonly name: string
  readonly featureCount: number
  readonly hiddenSize: number
  readonly importanceBase: number
  readonly restarts: number
  readonly steps: number
  readonly seed: number
}

function task(description: Description): TrainingTask {
  const { name, featureCount, hiddenSize, importanceBase, probability, restarts, steps, batchSize, seed } = description
  const { learningRate } = description
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize, hiddenActivation: 'relu', tied: false },
    target: 'absolute',
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      data: { probability, values: { kind: 'signed' } },
      importance: { base: importanceBase },
      learningRate,
      ...(featureCount > 3 && { initialization: { kind: 'normal', deviation: 0.05 } }),
    },
    members: { count: restarts, seed: deriveSeed(seed, ['absolute-value', name]) },
  })
  return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 20_000 }
}
