/** What the processes of one command say to one another. Everything is plain data, as structured clones keep it. */
import type { AuditEvent, ExperimentAudit, PresetName } from '@digon/experiments'
import type { Engine, SweepPlan } from '@digon/formats'
import type { JudgedPart, ReproduceEvent } from '@digon/runs/reproduce'
import type { Shard, WorkEvent } from '@digon/sweeps'

/** The kinds of work: what is asked, what is told meanwhile, and what is answered. */
export interface WorkKinds {
  /** Trains tasks of a sweep until nothing is left. */
  readonly sweep: { readonly asked: SweepWork; readonly told: WorkEvent; readonly answer: true }
  /** Trains one task that a queue handed out. */
  readonly queued: { readonly asked: QueuedWork; readonly told: WorkEvent; readonly answer: true }
  /** Trains one task of a reproduction; false when a process of someone else has it. */
  readonly train: { readonly asked: TrainWork; readonly told: ReproduceEvent; readonly answer: boolean }
  /** Measures, judges and draws an experiment of a reproduction. */
  readonly judge: { readonly asked: JudgeWork; readonly told: never; readonly answer: JudgedPart }
  /** Audits one experiment. */
  readonly audit: { readonly asked: AuditWork; readonly told: AuditProgress; readonly answer: ExperimentAudit }
}

export type WorkKind = keyof WorkKinds

/** What a piece of work is given. */
export interface WorkContext<Told> {
  readonly signal: AbortSignal
  readonly tell: (event: Told) => void
  /** The next time that another process of the command has done something. */
  readonly nextChange: () => Promise<void>
}

interface Training {
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number | undefined
}

interface OnEngine {
  /** Name on the command line, or the module. */
  readonly backend: string
  /** Cores to use, an integer ≥ 1. */
  readonly threads: number
}

export interface SweepWork extends OnEngine, Training {
  readonly directory: string
  readonly shard: Shard
  /** As `WorkOptions.begin`. */
  readonly begin: number
  readonly failFast: boolean
}

export interface QueuedWork extends Training {
  readonly plan: SweepPlan
  /** What the task must be trained by. */
  readonly engine: Engine
  /** Its number among the plan's tasks. */
  readonly task: number
  readonly directory: string
  /** Whether the folder is the run's own, which is there, or one for this task alone. */
  readonly isShared: boolean
  /** Cores to use, an integer ≥ 1. */
  readonly threads: number
}

/** Which experiment from which seed. */
interface OfExperiment extends OnEngine {
  /** Its id, or the module that exports it. */
  readonly experiment: string
  readonly preset: PresetName
  readonly seed: number
}

export interface TrainWork extends OfExperiment, Training {
  readonly directory: string
  /** Of its tasks, inside the run. */
  readonly folder: string
  /** Of the task in the plan. */
  readonly index: number
}

export interface JudgeWork extends OfExperiment {
  readonly directory: string
  readonly folder: string
  readonly draw: boolean
}

export interface AuditWork extends OfExperiment {
  /** Modules with further faults. */
  readonly faults: readonly string[]
}

/** What an audit tells of itself. */
export type AuditProgress = Extract<AuditEvent, { readonly type: 'fault-start' }>

/** Said to a worker: a piece of work, that it is to stop and keep what can be resumed, or what is new. */
export type ToWorker =
  | { readonly type: 'work'; readonly kind: WorkKind; readonly asked: WorkKinds[WorkKind]['asked'] }
  | { readonly type: 'stop' }
  /** Another worker has done something, should this one be waiting for that. */
  | { readonly type: 'change' }

/** Said by a worker. */
export type FromWorker =
  | { readonly type: 'told'; readonly event: unknown }
  | { readonly type: 'answer'; readonly answer: unknown }
  | { readonly type: 'stopped' }
  /** It failed, for a reason that every worker would meet. */
  | { readonly type: 'error'; readonly message: string; readonly code: number }
