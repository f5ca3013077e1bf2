/** What the phase diagrams train: ten models in every cell of a grid, and models without bias at one point of it. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble, type EnsembleDescription } from '@digon/model'
import type { PresetName } from '../catalog.js'
import type { TrainingTask } from '../experiment.js'
import { logarithmicSteps } from '../loss-history.js'

export type HiddenSize = 1 | 2

/** Models in a cell; the paper trains as many and drops the worst. */
export const restartsInCell = 10

/** McGrath's point in the paper's comments, S = .1 and r = .8, trained without biases. */
export const biasFreePoint: { readonly probability: number; readonly relativeImportance: number } = {
  probability: 0.9,
  relativeImportance: 0.8,
}

/** Between the boundary of theory, p = .343, and the p up to which the exact optimum keeps superposition, about .375. */
const bandPoint = { probability: 0.36, relativeImportance: 0.3 }

interface Settings {
  /** Points of either axis, both ends included. */
  readonly gridSize: number
  readonly batchSize: number
  readonly steps: number
}

const settings: Readonly<Record<PresetName, Settings>> = {
  quick: { gridSize: 9, batchSize: 256, steps: 1500 },
  paper: { gridSize: 17, batchSize: 512, steps: 5000 },
}

/** Peak rates that let the best of ten models reach the exact optimum. */
const learningRates: Readonly<Record<HiddenSize, number>> = { 1: 0.1, 2: 0.05 }

export function planPhaseChange(preset: PresetName, seed: number): readonly TrainingTask[] {
  return [
    grid(1, settings[preset], seed),
    grid(2, settings[preset], seed),
    band(1, settings[preset], seed),
    band(2, settings[preset], seed),
    biasFree(seed),
  ]
}

function grid(hiddenSize: HiddenSize, { gridSize, ...settings }: Settings, seed: number): TrainingTask {
  const name = gridNames[hiddenSize]
  const importances = logarithmicGrid(0.1, 10, gridSize)
  const probabilities = logarithmicGrid(0.01, 1, gridSize)
  const members = probabilities.flatMap((probability) =>
    importances.map((relativeImportance) => ({
      ...memberAt(hiddenSize, probability, relativeImportance),
      count: restartsInCell,
      seed: deriveSeed(seed, ['phase-change', name, String(probability), String(relativeImportance)]),
    })),
  )
  return task(name, hiddenSize, members, settings)
}

function band(hiddenSize: HiddenSize, settings: Settings, seed: number): TrainingTask {
  const name = `${gridNames[hiddenSize]}-band`
  const { probability, relativeImportance } = bandPoint
  const member = memberAt(hiddenSize, probability, relativeImportance)
  return task(name, hiddenSize, { ...member, count: 16, seed: deriveSeed(seed, ['phase-change', name]) }, settings)
}

const gridNames: Readonly<Record<HiddenSize, string>> = { 1: 'one-dimension', 2: 'two-dimensions' }

function memberAt(hiddenSize: HiddenSize, probability: number, relativeImportance: number) {
  return { data: { probability }, importance: [...new Array<number>(hiddenSize).fill(1), relativeImportance] }
}

function task(
  name: string,
  hiddenSize: HiddenSize,
  members: EnsembleDescription['members'],
  { batchSize, steps }: Omit<Settings, 'gridSize'>,
): TrainingTask {
  const ensemble = defineEnsemble({
    model: { featureCount: hiddenSize + 1, hiddenSize },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize,
    shared: {
      learningRate: learningRates[hiddenSize],
      // What the notebook's initialization comes to for as many models as a grid has.
      initialization: { kind: 'normal', deviation: 0.05 },
    },
    members,
  })
  return { name, ensemble, steps, lossSteps: [], record: [], evaluationSamples: 2000 }
}

function biasFree(seed: number): TrainingTask {
  const { probability, relativeImportance } = biasFreePoint
  const steps = 2000
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1, outputBias: false },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    batchSize: 512,
    shared: {
      data: { probability },
      importance: [1, relativeImportance],
      learningRate: 0.02,
      weightDecay: 0,
      initialization: { kind: 'normal', deviation: 0.5 },
    },
    members: { count: 16, seed: deriveSeed(seed, ['phase-change', 'no-bias']) },
  })
  return { name: 'no-bias', ensemble, steps, lossSteps: logarithmicSteps(steps), record: [], evaluationSamples: 50_000 }
}

/** Points from `first` to `last`, evenly spaced on a logarithmic axis, to three digits. */
function logarithmicGrid(first: number, last: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => Number((first * (last / first) ** (k / (count - 1))).toPrecision(3)))
}
