/** Settings of the experiment on uniform superposition. */
import { defineSettings } from '../vocabulary/settings.js'

export interface Size {
  readonly featureCount: number
  readonly hiddenSize: number
  /** Falling. */
  readonly probabilities: readonly number[]
  readonly restarts: number
  /** At the ends of the plateau, where restarts differ most. Default: as elsewhere. */
  readonly restartsAtEnds?: number
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  /** Of normal initial weights. */
  readonly deviation: number
}

export const plateauEnds: readonly number[] = [0.5, 0.25]

/** At this probability half the features and half the dimensions are trained as well. */
export const halvedAt = 0.3

/** Models that start at exact digons with this noise on every weight, at the ends of the plateau. */
export const fromDigons = { featureCount: 60, hiddenSize: 6, deviation: 0.05, restarts: 4 }

/** Where antiprisms begin to save more than digons and pentagons. */
export const antiprismProbability = 0.2

const ladder: readonly number[] = [1, 0.8, 0.65, 0.57, 0.5, 0.45, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05]

const quickWide: Size = {
  featureCount: 120,
  hiddenSize: 12,
  probabilities: ladder,
  restarts: 3,
  restartsAtEnds: 7,
  batchSize: 256,
  steps: 3500,
  // High at first: noise shakes left-over dimensions and pentagons apart where digons save more.
  learningRate: 0.03,
  deviation: 0.03,
}
const paperWide: Size = {
  featureCount: 400,
  hiddenSize: 30,
  probabilities: [...ladder, 0.03, 0.02, 0.01],
  restarts: 3,
  batchSize: 512,
  steps: 10_000,
  learningRate: 0.003,
  deviation: 0.02,
}

/** Here regular shapes are local minima. */
const small = { featureCount: 16, hiddenSize: 3, probabilities: [0.7, 0.6, 0.4, 0.22, 0.2, 0.18], deviation: 0.1 }
const quickSmall: Size = { ...small, restarts: 32, batchSize: 256, steps: 2000, learningRate: 0.03 }
const paperSmall: Size = { ...small, restarts: 100, batchSize: 512, steps: 5000, learningRate: 0.02 }

export const geometrySettings = defineSettings({
  id: 'geometry',
  title: 'Regular shapes of equally important features',
  section: '§6 The geometry of superposition',
  presets: {
    quick: { wide: quickWide, small: quickSmall },
    paper: { wide: paperWide, small: paperSmall },
  },
  summary: ({ wide, small }) => `${inWords(wide)}; ${inWords(small)}`,
})

function inWords({
  featureCount,
  hiddenSize,
  probabilities,
  restarts,
  restartsAtEnds,
  steps,
  batchSize,
}: Size): string {
  const most = restartsAtEnds === undefined ? '' : ` to ${restartsAtEnds}`
  return (
    `${featureCount} features in ${hiddenSize} dimensions at ${probabilities.length} probabilities, ` +
    `${restarts}${most} restarts each, ${steps} steps of ${batchSize} samples`
  )
}
