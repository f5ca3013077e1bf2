/** What page and worker say to each other: plain records, and the one call that makes them. */
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

/** What the worker of a paper page does. Who wants it to stop ends the worker. */
export interface ExperimentRunner {
  /** Trains an experiment, judges it and draws its figures; resolves when all is reported. Rejects as training and measuring do. */
  run(request: RunRequest, report: (report: RunReport) => void): Promise<void>
}
