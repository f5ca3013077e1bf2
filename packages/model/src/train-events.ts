/** What `train` reports while it trains: plain records, noun first. Arrays belong to whoever receives them. */
import type { Divergence, Snapshot } from './backend.js'
import type { PassedOver } from './backend-errors.js'
import type { Parameters } from './parameters.js'

/** What `train` tells while it runs. */
export type TrainEvent =
  | RunStartEvent
  | BackendChangeEvent
  | ProgressEvent
  | LossesEvent
  | ParametersEvent
  | CheckpointEvent
  | RunAbortEvent
  | RunEndEvent

/** First of all: a session is open. */
export interface RunStartEvent {
  readonly type: 'run-start'
  /** Name of the backend. */
  readonly backend: string
  /** The step that comes next: 0, or the snapshot's. */
  readonly step: number
  /** The step to train up to. */
  readonly steps: number
}

/** The backend could not run or lost its device, and one of the fallbacks has taken over: a session is open there. */
export interface BackendChangeEvent {
  readonly type: 'backend-change'
  /** Names of the backends. */
  readonly from: string
  readonly to: string
  /** The step that comes next, that of the snapshot. Progress goes on from here; what was reported before is not reported again. */
  readonly step: number
  /** Why: what the device said, or why the backend could not be taken. */
  readonly reason: string
  /** How old the snapshot was when the device was lost: the work that has to be done again. 0 where no work was lost. */
  readonly snapshotAgeInSeconds: number
  /** Fallbacks before the one taken, and why they were not. */
  readonly passedOver: readonly PassedOver[]
}

/** After every advance, at most `chunkSteps` steps after the one before. For people; what is kept are the events below. */
export interface ProgressEvent {
  readonly type: 'progress'
  /** Steps done since the beginning. */
  readonly step: number
  /** `[member]`: losses of step − 1, as `Progress.losses`. */
  readonly losses: Float64Array
  readonly diverged: readonly Divergence[]
}

/** The training losses of a step of `lossSteps`. */
export interface LossesEvent {
  readonly type: 'losses'
  /** t: the losses are those of the parameters after t updates, on the batch of step t, before that step's own update. */
  readonly step: number
  /** `[member]`; for a diverged member its last finite one. */
  readonly losses: Float64Array
}

/** The parameters at a step of `record`. */
export interface ParametersEvent {
  readonly type: 'parameters'
  /** t: after t updates; 0 is the initial parameters. */
  readonly step: number
  readonly parameters: Parameters
}

/** Everything to resume from, at a step of `checkpoints` or where one was due. */
export interface CheckpointEvent {
  readonly type: 'checkpoint'
  /** After this many updates; the snapshot's own step. */
  readonly step: number
  readonly snapshot: Snapshot
}

/** The signal was aborted: the last event before the generator throws the signal's reason. */
export interface RunAbortEvent {
  readonly type: 'run-abort'
  /** The whole step at which training stopped. */
  readonly step: number
  /** To go on from. */
  readonly snapshot: Snapshot
}

/** Last of all: everything asked for was done, and the session is about to be disposed. */
export interface RunEndEvent {
  readonly type: 'run-end'
  readonly step: number
  /** Final parameters, members leading. */
  readonly parameters: Parameters
  /** `[member]`: losses of the last step made, on its batch, before its update; NaN when no step was made. */
  readonly losses: Float64Array
  readonly diverged: readonly Divergence[]
  /** To go on from, or to open a session that evaluates the final parameters. */
  readonly snapshot: Snapshot
}
