/** Reproductions of experiments, apart from all other runs: they load the experiments, and what draws their figures. */
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
