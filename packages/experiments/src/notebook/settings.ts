/** Settings of the official notebook's experiment. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 100, hiddenSize: 20 }

/** What the notebook's initialization comes to: its twenty models of 100 × 20 weights are taken for one tensor. */
export const initialization = { kind: 'xavier-normal', fanIn: 2000, fanOut: 400 } as const

/** The notebook's k-th of twenty probabilities, k = 0 … 19: p = 20^(−k/19), to three digits. */
export function probabilityAt(k: number): number {
  return Number((20 ** (-k / 19)).toPrecision(3))
}

export interface Group {
  /** The notebook's k. */
  readonly k: number
  readonly learningRate: number
  readonly restarts: number
}

const quickGroups: readonly Group[] = [
  // Dense features need the rate: neighbors of nearly equal importance turn apart slowly.
  { k: 0, learningRate: 0.01, restarts: 3 },
  { k: 4, learningRate: 0.01, restarts: 3 },
  // Sparse features end in more ways. Here the rate shakes pentagons apart.
  { k: 12, learningRate: 0.01, restarts: 7 },
  { k: 16, learningRate: 0.006, restarts: 7 },
]
/** Where restarts end in two ways, more of them say how often. */
const allGroups: readonly Group[] = Array.from({ length: 20 }, (_, k) => ({
  k,
  learningRate: 0.001,
  restarts: k === 12 ? 16 : 3,
}))

export const notebookSettings = defineSettings({
  id: 'notebook',
  title: 'The official notebook: a hundred features in twenty dimensions',
  section: '§3 Demonstrating superposition: the official notebook',
  presets: {
    quick: { groups: quickGroups, schedule: 'cosine', steps: 3000, batchSize: 256 },
    paper: {
      groups: allGroups,
      schedule: 'constant',
      steps: 10_000,
      batchSize: 1024,
    },
  },
  summary: ({ groups, steps, batchSize }) =>
    `${model.featureCount} features in ${model.hiddenSize} dimensions at ${groups.length} probabilities, ` +
    `${[...new Set(groups.map(({ restarts }) => restarts))].join(' or ')} restarts each` +
    `, ${steps} steps of ${batchSize} samples`,
})
