export { CannotReadError } from './cannot-read-error.js'
export { CannotWriteError } from './cannot-write-error.js'
export { checkRun, type FileCheck, type RunCheck } from './check-run.js'
export { copyFailure, copyTask, filesSource, folderSource, TaskConflictError, type TaskSource } from './copy-task.js'
export { type CreatedRun, type CreateRunOptions, createRun } from './create-run.js'
export { differencesInWords } from './differences.js'
export type { FileSystem } from './file-system.js'
export { finishRun, type RunEnd } from './finish-run.js'
export { type Fork, ForkError, type ForkOptions, forkOf } from './fork-run.js'
export { type Lease, type LeaseHolder, LeaseLostError, type Leases, pause, waitForLease } from './lease.js'
export { makeFolder } from './make-folder.js'
export { isHeld, openRun, type RunFolder, recordOfRun, taskOfRun } from './open-run.js'
export { isFolder, type ReadFileOptions, readNamedFile, readNamedText } from './read-file.js'
export { readSpecFile } from './read-spec-file.js'
export { type Draw, type JudgedPart, judgePart, type Part, trainTaskOfPart } from './reproduce-part.js'
export {
  isTold,
  type ReproducedExperiment,
  type ReproducedRun,
  type ReproduceEvent,
  type ReproduceRequest,
  type ReproduceRunOptions,
  type ReproduceWorkers,
  reproduceRun,
  type TaskPosition,
  trainingCost,
  type WriteFile,
} from './reproduce-run.js'
export { runAround } from './run-around.js'
export { NotARunError, RunDamagedError, RunExistsError } from './run-errors.js'
export { type ExpectedFile, readInside, readWritten } from './run-file.js'
export { type RunTaskOptions, runTask, type StoredTaskEvent, tryTask } from './run-task.js'
export { shareCores, type Work } from './share-cores.js'
export { openStore, type RunStore, type StoreOptions } from './store.js'
export { failureName, type LoadedTask, readRecordOfTask, readTaskRecords, tableName } from './task-files.js'
export { begunTasks, readFinishedRecord, readTaskState, type TaskState, writeFailure } from './task-state.js'
export { withTemporaryFolder } from './temporary-folder.js'
export { type TrainedRun, type TrainRunOptions, trainRun } from './train-run.js'
export { type Trainers, TrainerTally } from './trained-by.js'
export { type Output, openOutput } from './write-output.js'
