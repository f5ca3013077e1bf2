import type { Claim, ClaimOverSeeds, Experiment } from '@digon/experiments'
import type { TrainingTask } from '@digon/model'
import type { Figure, UndrawnFigure } from '@digon/plot'

/**
 * Everything a report says. Plain data, so that the page is a pure function of it. No times: the same command twice gives
 * the same report; when it ran and how long it took stands in run.json.
 */
export interface ReportFacts {
  /** The command that made it, as typed. */
  readonly command: string
  readonly seed: number
  /** How many seeds, `seed` and those after it: numbers and figures are those of the first. */
  readonly seeds: number
  readonly preset: string
  readonly backend: string
  /** What the backend computes in. */
  readonly arithmetic: string
  /** Name and version of what ran, for example `digon 0.1.0`, `Node 20.19.0`. */
  readonly versions: readonly string[]
  readonly experiments: readonly ExperimentFacts[]
}

export interface ExperimentFacts {
  readonly experiment: Pick<Experiment, 'id' | 'title' | 'section' | 'publication' | 'presets' | 'paper' | 'method'>
  readonly claims: readonly Claim[]
  /** In the order of `claims`; where there are several seeds. */
  readonly overSeeds?: readonly ClaimOverSeeds[]
  /** What the experiment's `analyze` gave, JSON. */
  readonly numbers: unknown
  readonly planned: readonly TrainingTask[]
  /** Each figure with the SVG it was drawn to. */
  readonly figures: readonly { readonly figure: Figure; readonly svg: string }[]
  /** Figures that could not be drawn, and why. */
  readonly undrawn: readonly UndrawnFigure[]
  /** Members whose loss stopped being finite, by ensemble. */
  readonly diverged: readonly { readonly ensemble: string; readonly member: number; readonly step: number }[]
}
