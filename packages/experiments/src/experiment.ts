import type { Ensemble, Evaluation, Parameters } from '@digon/model'
import type { Figure } from '@digon/plot'

/**
 * What an experiment is: one result of the paper as data. It plans ensembles, turns trained ones into numbers, and numbers
 * into figures and claims. No I/O, no clock, no backend: whoever runs it (`runExperiment`) hands those in.
 */
export interface Experiment<Numbers = unknown> {
  /** As on the command line, for example `intro`. */
  readonly id: string
  readonly title: string
  /** Section of the paper, for example `§2 Introduction`. */
  readonly section: string
  /** What the paper says and does. Plain text; a blank line parts paragraphs. */
  readonly paper: string
  /** What we do, what the paper leaves open and how we chose. Plain text; a blank line parts paragraphs. */
  readonly method: string
  /** The presets that it has, with a line on each. `quick` always exists and is the default. */
  readonly presets: Readonly<Partial<Record<PresetName, string>>>
  /** The ensembles to train; every seed in them derives from `seed`. Pure. */
  plan(preset: PresetName, seed: number): readonly PlannedEnsemble[]
  /** Numbers from what was trained, in the order planned. JSON throughout. Pure. */
  analyse(trained: readonly TrainedEnsemble[]): Numbers
  figures(numbers: Numbers): readonly Figure[]
  claims(numbers: Numbers): readonly Claim[]
}

/** `quick`: seconds, judged in CI. `paper`: the paper's own sizes. */
export type PresetName = 'quick' | 'paper'

export interface PlannedEnsemble {
  /** Unique in the experiment; lower case, digits and hyphens. Names files. */
  readonly name: string
  readonly ensemble: Ensemble
  /** Steps to train, an integer ≥ 0 (0: judge the initial parameters). */
  readonly steps: number
  /** Steps at which losses are kept; ascending. */
  readonly lossSteps: readonly number[]
  /** Steps at which parameters are kept (0 = initial); ascending. The final ones are always kept. */
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
  /** Training losses at `planned.lossSteps`: `losses[i][member]`. */
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
  /** On what the same claim must fail, and a test shows that it does. */
  readonly control: string
}
