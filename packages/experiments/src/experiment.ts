import type { TrainedEnsemble, TrainingTask } from '@digon/model'

import type { Figure } from '@digon/plot'
import type { CatalogEntry, PresetName } from './catalog.js'

export type { TrainedEnsemble, TrainingTask }

/**
 * What an experiment is: one result of the paper as data. It plans ensembles, turns trained ones into numbers, and numbers
 * into figures and claims. No I/O, no clock, no backend: whoever runs it (`runExperiment`) hands those in.
 */
export interface Experiment<Numbers = unknown> extends CatalogEntry {
  /** What the paper says and does. Plain text; a blank line parts paragraphs. */
  readonly paper: string
  /** What we do, what the paper leaves open and how we chose. Plain text; a blank line parts paragraphs. */
  readonly method: string
  /** The ensembles to train; every seed in them derives from `seed`. Pure. */
  plan(preset: PresetName, seed: number): ExperimentPlan
  /** Numbers from what was trained, in the order of the plan's tasks. JSON throughout. Pure. */
  measure(plan: ExperimentPlan, trained: readonly TrainedEnsemble[]): Numbers
  figures(numbers: Numbers): readonly Figure[]
  claims(numbers: Numbers): readonly Claim[]
}

/** What an experiment trains. Made once and handed down. */
export interface ExperimentPlan {
  readonly tasks: readonly TrainingTask[]
}

/** A sentence of the paper (or of the mathematics) that can turn out false. */
export interface Claim {
  /** `experiment/short-name`, stable. */
  readonly id: string
  readonly statement: string
  /** Where it is said: section, table, formula. */
  readonly source: string
  readonly expected: number | string | boolean
  readonly measured: number | string | boolean
  /** In words or as a number: what difference still counts as agreement. */
  readonly tolerance: number | string
  readonly holds: boolean
  /** Where it is known why it may fail although all is right, by physics or by the paper; shown beside a claim that fails. */
  readonly explanation?: string
  /** On what the same claim must fail, and a test shows that it does. */
  readonly control: string
}
