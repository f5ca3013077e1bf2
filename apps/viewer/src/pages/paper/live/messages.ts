/** What page and worker say to each other: plain records. */
import type { Claim } from '@digon/experiments'
import type { Stage, StageProgress } from './run-stages.js'

export interface RunRequest {
  readonly id: string
  /** An integer in [0, 2⁵³). */
  readonly seed: number
}

export interface DrawnFigure {
  readonly name: string
  readonly title: string
  readonly description: string
  /** A whole SVG document. */
  readonly svg: string
}

export type RunReport =
  | ({ readonly kind: 'progress' } & StageProgress)
  | {
      readonly kind: 'judged'
      readonly stage: Stage
      readonly claims: readonly Claim[]
      readonly figures: readonly DrawnFigure[]
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'failure'; readonly message: string }
