import { deriveSeed } from '@digon/data'
import { defineEnsemble, type Ensemble } from '@digon/model'

/** What the page lets people choose, and the ensemble that follows from it. */
export interface Settings {
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number
  /** P(feature is active), from 0.01 to 1. */
  readonly probability: number
}

export const defaultSettings: Settings = { seed: 1, probability: 0.1 }

/** Restarts trained side by side: one run is an anecdote. */
export const restartCount = 4

/** Five features in two dimensions, importance 0.9ⁱ (paper §2; batch, optimizer and rate of the official notebook). */
export const featureCount = 5

/** @throws {InvalidEnsembleError} when the settings are outside their ranges. */
export function ensembleFor({ seed, probability }: Settings): Ensemble {
  return defineEnsemble({
    model: { featureCount, hiddenSize: 2 },
    batchSize: 256,
    shared: {
      data: { kind: 'independent', probability },
      importance: { base: 0.9 },
      learningRate: 3e-3,
      initialization: { kind: 'xavier-normal', fanIn: 10, fanOut: 20 },
    },
    members: Array.from({ length: restartCount }, (_, restart) => ({ seed: deriveSeed(seed, ['restart', restart]) })),
  })
}
