import type { Ensemble, Evaluation, Parameters } from '@digon/model'
import type { Figure } from '@digon/plot'
import type { CatalogEntry, PresetName } from './catalog.js'

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
  plan(preset: PresetName, seed: number): readonly PlannedEnsemble[]
  /** Numbers from what was trained, in the order planned. JSON throughout. Pure. */
  analyze(trained: readonly TrainedEnsemble[]): Numbers
  figures(numbers: Numbers): readonly Figure[]
  claims(numbers: Numbers): readonly Claim[]
}

export interface PlannedEnsemble {
  /** Unique in the experiment; lower case, digits and hyphens. Names files. */
  readonly name: string
  readonly ensemble: Ensemble
  /** Steps to train, an integer ≥ 0 (0: judge the initial parameters). */
  readonly steps: number
  /** Steps whose training losses are kept, integers from 0 to steps − 1, as in `train`; ascending. */
  readonly lossSteps: readonly number[]
  /** Steps at which parameters are kept, integers from 0 (initial) to steps; ascending. The final ones are always kept. */
  readonly record: readonly number[]
  /** Fresh samples per member on which the final loss is measured, an integer ≥ 1. */
  readonly evaluationSamples: number
}

export interface TrainedEnsemble {
  readonly planned: PlannedEnsemble
  /** Final parameters, members leading. */
  readonly parameters: Parameters
  /** Parameters at the steps of `planned.record`. */
  readonly recorded: readonly { readonly step: number; readonly parameters: Parameters }[]
  /** Training losses at `planned.lossSteps`: `losses[member]`, of the parameters after so many updates, on that step's batch. */
  readonly history: readonly { readonly step: number; readonly losses: Float64Array }[]
  /** On `planned.evaluationSamples` fresh samples. */
  readonly evaluation: Evaluation
  /** Members whose loss stopped being finite. */
  readonly diverged: readonly { readonly member: number; readonly step: number }[]
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
