import type { Parameters } from '../parameters.js'
import type { BenchShape } from './shapes.js'

/** Something whose training steps can be timed: one of our backends, or a peer. */
export interface BenchEngine {
  /** As in the JSON, for example `wasm`, `pytorch`. */
  readonly name: string
  readonly version: string
  readonly threads: number
  /** Whether its time depends on the weights, so that it is timed on trained models. */
  readonly followsWeights: boolean
  /** Which shapes it takes part in. */
  readonly measures: (shape: BenchShape) => boolean
  /** Prepares the shape; the first steps may be slow. */
  readonly open: (shape: BenchShape) => Promise<Stepper>
  /** Frees what all shapes shared. */
  readonly close?: () => Promise<void>
}

/** One ensemble in training, of which steps are timed. */
export interface Stepper {
  /** Makes so many whole steps. @returns the seconds that they took. */
  readonly run: (steps: number) => Promise<number>
  /** The weights as they are now, of engines that show them. */
  readonly parameters?: () => Promise<Parameters>
  /** Frees what the stepper holds. */
  readonly close: () => Promise<void>
}
