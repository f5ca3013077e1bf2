export { planProblems } from './check-plan.js'
export { type Cell, cellAt, expandPlan, type Sweep, type SweepTask, taskOfCells } from './expand.js'
export { FieldPathError, withField } from './field-path.js'
export { memberColumns } from './member-columns.js'
export { cellId } from './member-rows.js'
export { DifferentSweepsError, type MergedSweep, mergeSweeps } from './merge-sweeps.js'
export { NotASweepError } from './not-a-sweep-error.js'
export type { CellCost } from './pack.js'
export {
  beginSweep,
  engineOf,
  type FailedCell,
  finishSweep,
  type OpenedSweep,
  openSweep,
  type SweepEnd,
  type SweepRun,
  sweepOf,
} from './sweep-run.js'
export { type SweepStatus, sweepStatus, type WorkerAtWork } from './sweep-status.js'
export { filesOf, outcomeOf, takeFiles } from './task-results.js'
export {
  CellFailedError,
  type Outcome,
  type Shard,
  type WorkEvent,
  type WorkOptions,
  wholeSweep,
  workOnSweep,
  workOnTask,
} from './work.js'
