/**
 * What the page lets people choose, with ranges and defaults. Loads nothing, so that page and worker share it; the ensemble
 * that follows from it is made in `ensemble.ts`.
 */

export interface Settings {
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number
  /** P(feature is active), from `leastProbability` to 1. */
  readonly probability: number
}

export const defaultSettings: Settings = { seed: 1, probability: 0.1 }

/** Below it hardly anything is active in a batch, and nothing is seen to happen. */
export const leastProbability = 0.01

/** Restarts trained side by side: one run is an anecdote. */
export const restartCount = 4

/** Features of the model; it has two dimensions, so that they can be drawn. */
export const featureCount = 5

/** Engines that can be asked for. `automatic` takes the first that runs here without a GPU, plain JavaScript at the last. */
export const engines = ['automatic', 'wasm', 'webgpu', 'tfjs-wasm'] as const
export type Engine = (typeof engines)[number]

/** Steps in a second while playing, at most; the machine may be slower. At `normal` a pentagon takes some 15 seconds. */
export const stepsPerSecond = { slow: 10, normal: 60, fast: 600, fastest: Number.POSITIVE_INFINITY } as const
export type Speed = keyof typeof stepsPerSecond
