/** The recorded results document, `docs/reproduction/results.json`: what runs of `digon reproduce` came to. */
import type { Claim } from '@digon/experiments'

/** By the experiment's id. */
export type RecordedResults = Readonly<Record<string, RecordedResult>>

export interface RecordedResult {
  readonly preset: string
  readonly seed: number
  readonly backend: string
  /** For example `2026-11-29`. */
  readonly date: string
  /** Of the whole run: training, evaluation, analysis. */
  readonly seconds: number
  readonly claims: readonly Claim[]
  /** The figures of the run, in order; their names are those of the recorded pictures. */
  readonly figures: readonly { readonly name: string; readonly title: string; readonly description: string }[]
}
