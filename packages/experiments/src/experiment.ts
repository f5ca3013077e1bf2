/**
 * What an experiment is: one result of the paper as data. It plans tasks, turns what was trained into numbers, and numbers into
 * figures and claims. No I/O, no clock, no backend: whoever runs it (`runExperiment`) hands those in. `defineExperiment` makes one.
 */
import type { TrainedEnsemble, TrainingTask } from '@digon/model'
import type { PlannedFigure } from '@digon/plot'
import type { Sweeps } from './vocabulary/controls.js'
import type { Judgment } from './vocabulary/expectations.js'
import type { CatalogEntry, PresetName } from './vocabulary/settings.js'
import type { Tools } from './vocabulary/simulation.js'

/** THE contract: a section of the paper as data, with what is measured, claimed and drawn. */
export interface Experiment<Numbers = unknown> extends CatalogEntry {
  /** What the paper says and does. Plain text; a blank line parts paragraphs. */
  readonly paper: string
  /** What we do, what the paper leaves open and how we chose. Plain text; a blank line parts paragraphs. */
  readonly method: string
  /** What to train, which may be nothing; every seed in it derives from `seed`. Pure: plan once and hand the plan down. */
  plan(preset: PresetName, seed: number): ExperimentPlan
  /** Numbers from what was trained, in the order of the plan's tasks. JSON throughout. Pure. */
  measure(plan: ExperimentPlan, trained: readonly TrainedEnsemble[]): Numbers
  /** Planned, so that one that cannot be drawn does not keep the others from being drawn. */
  figures(numbers: Numbers): readonly PlannedFigure[]
  /** Sentences that can be false, judged on the numbers alone. */
  claims(numbers: Numbers): readonly Claim[]
}

/** What an experiment trains, how the results are read, and what it simulates with. */
export interface ExperimentPlan {
  readonly preset: PresetName
  readonly seed: number
  /** In the order of training; none where nothing is trained. */
  readonly tasks: readonly TrainingTask[]
  /** The way back from trained tasks to the conditions that they were for. */
  readonly sweeps: Sweeps
  /** The tools of its simulation. Default: it simulates nothing. */
  readonly tools?: readonly (keyof Tools)[]
}

/** A sentence of the paper (or of the mathematics) that can turn out false. */
export interface Claim extends Judgment {
  /** `experiment/short-name`, stable. */
  readonly id: string
  /** One sentence that can be false. */
  readonly statement: string
  /** The name of the measured number. */
  readonly measures: string
  /** Whose statement it is. */
  readonly kind: ClaimKind
  /**
   * Names of published faults under which it must fail (`auditExperiment` shows that it does): two or more, none for a self-check or a
   * declared departure.
   */
  readonly nearMisses: readonly string[]
  /**
   * The paper says so, and it does not come out here, for a reason that `explanation` gives. Such a claim counts apart; that it holds
   * would be the surprise.
   */
  readonly departs?: true
  /** Where it is said: section, table, formula. */
  readonly source: string
  /** On what the same claim must fail, and a test shows that it does. */
  readonly control: string
  /** Where it is known why it may fail although all is right, by physics or by the paper; shown beside a claim that fails. */
  readonly explanation?: string
}

/**
 * - `paper`: what the paper (or its notebook) says of models, trained or drawn at random.
 * - `mathematics`: what closed forms and exact optima say of such models.
 * - `self-check`: closed forms and other numbers that no model decides.
 */
export type ClaimKind = 'paper' | 'mathematics' | 'self-check'

/** Whether a verdict is what was to be expected: the claim holds, or is a declared departure and does not. */
export function isAsExpected({ holds, departs }: Pick<Claim, 'holds' | 'departs'>): boolean {
  return holds !== (departs ?? false)
}
