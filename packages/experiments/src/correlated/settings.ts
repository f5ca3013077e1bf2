/** Settings of features in sets: the paper's four set-ups, and independent features to compare with. */
import { defineSettings } from '../vocabulary/settings.js'

export type SetUpName = 'correlated' | 'anticorrelated' | 'crowded' | 'independent' | 'local-bases'

/** Sets of equal size, one after the other: set s has the features from s × setSize on. */
export interface SetUp {
  /** How the features of a set hang together. `independent` features are drawn in sets only. */
  readonly kind: 'together' | 'exclusive' | 'independent'
  readonly setCount: number
  readonly setSize: number
  readonly hiddenSize: number
  /** P(set is on); of independent features P(feature is active). */
  readonly probability: number
}

/** The paper's, in its order; it leaves densities open. */
export const setUps: Readonly<Record<SetUpName, SetUp>> = {
  correlated: { kind: 'together', setCount: 2, setSize: 2, hiddenSize: 2, probability: 0.05 },
  anticorrelated: { kind: 'exclusive', setCount: 2, setSize: 2, hiddenSize: 2, probability: 0.5 },
  crowded: { kind: 'together', setCount: 3, setSize: 2, hiddenSize: 2, probability: 0.03 },
  independent: { kind: 'independent', setCount: 3, setSize: 2, hiddenSize: 2, probability: 0.03 },
  'local-bases': { kind: 'together', setCount: 2, setSize: 10, hiddenSize: 10, probability: 0.02 },
}

/** Standard deviation of the initial weights. */
export const deviation = 0.1

export const correlatedSettings = defineSettings({
  id: 'correlated',
  title: 'Features that come together, and features that never do',
  section: '§7 Geometry of non-uniform superposition: correlated features',
  presets: {
    quick: { restarts: 16, crowdedRestarts: 40, basesRestarts: 8, batchSize: 512, steps: 2000, learningRate: 0.02 },
    paper: {
      restarts: 64,
      crowdedRestarts: 128,
      basesRestarts: 16,
      batchSize: 1024,
      steps: 10_000,
      learningRate: 0.01,
    },
  },
  summary: ({ restarts, crowdedRestarts, basesRestarts, steps, batchSize }) =>
    `the four set-ups of the paper, ${restarts} restarts each, ${crowdedRestarts} of three pairs and of six independent ` +
    `features, ${basesRestarts} of the widest, ${steps} steps of ${batchSize} samples`,
})
