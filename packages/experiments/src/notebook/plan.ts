/** What the official notebook trains: a hundred features of falling importance in twenty dimensions. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble, type EnsembleDescription } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export const featureCount = 100
export const hiddenSize = 20

/** The notebook's k-th of twenty, k = 0 … 19: p = 20^(−k/19), to three digits. */
export function notebookProbability(k: number): number {
  return Number((20 ** (-k / 19)).toPrecision(3))
}

/** Those that the table has numbers for: 1, .532, .151, .0802. */
export const tablePlaces: readonly number[] = [0, 4, 12, 16]

interface Settings {
  readonly places: readonly number[]
  readonly batchSize: number
  readonly steps: number
  readonly schedule: NonNullable<EnsembleDescription['optimizer']>['schedule']
  readonly learningRate: (probability: number) => number
  readonly restarts: (probability: number) => number
  /** In an ensemble of their own: where restarts end in two ways. */
  readonly moreRestarts?: { readonly place: number; readonly count: number }
}

const quickSteps = 3000
const settings: Readonly<Record<PresetName, Settings>> = {
  quick: {
    places: tablePlaces,
    batchSize: 256,
    steps: quickSteps,
    schedule: { kind: 'cosine', totalSteps: quickSteps },
    // Dense features need it: neighbors of nearly equal importance turn apart slowly. At .151 it shakes pentagons apart.
    learningRate: (probability) => (probability > 0.1 ? 0.01 : 0.003),
    // Sparse features end in more ways.
    restarts: (probability) => (probability > 0.3 ? 3 : 7),
  },
  paper: {
    places: Array.from({ length: 20 }, (_, k) => k),
    batchSize: 1024,
    steps: 10_000,
    schedule: { kind: 'constant' },
    learningRate: () => 0.001,
    restarts: () => 3,
    moreRestarts: { place: 12, count: 13 },
  },
}

export function planNotebook(preset: PresetName, seed: number): readonly TrainingTask[] {
  const { places, restarts, moreRestarts } = settings[preset]
  const groups = places.map((k) => {
    const probability = notebookProbability(k)
    return { probability, count: restarts(probability), seed: deriveSeed(seed, ['notebook', String(probability)]) }
  })
  const notebook = task('notebook', groups, preset)
  if (moreRestarts === undefined) return [notebook]
  const probability = notebookProbability(moreRestarts.place)
  const more = { probability, count: moreRestarts.count, seed: deriveSeed(seed, ['notebook', 'more']) }
  return [notebook, task('more-restarts', [more], preset)]
}

interface Group {
  readonly probability: number
  readonly count: number
  readonly seed: number
}

function task(name: string, groups: readonly Group[], preset: PresetName): TrainingTask {
  const { batchSize, steps, schedule, learningRate } = settings[preset]
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize },
    optimizer: { ...(schedule && { schedule }) },
    batchSize,
    shared: {
      importance: { base: 100 ** (-1 / 99) },
      // What the notebook's initialization comes to: its twenty models of 100 × 20 weights are taken for one tensor.
      initialization: { kind: 'xavier-normal', fanIn: 2000, fanOut: 400 },
    },
    members: groups.map(({ probability, count, seed }) => ({
      data: { probability },
      learningRate: learningRate(probability),
      count,
      seed,
    })),
  })
  return { name, ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 50_000 }
}
