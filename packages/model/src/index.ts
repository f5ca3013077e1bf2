export type {
  Backend,
  Device,
  Divergence,
  Evaluation,
  EvaluationOptions,
  OpenOptions,
  Probe,
  Progress,
  Session,
  Snapshot,
  Support,
} from './backend.js'
export {
  BackendUnavailableError,
  DeviceLostError,
  DeviceMemoryError,
  type PassedOver,
  SessionDisposedError,
  SnapshotMismatchError,
  UnsupportedEnsembleError,
} from './backend-errors.js'
export { type BatchSource, createBatchSource } from './batch-source.js'
export { checkSnapshot } from './check-snapshot.js'
export { type BackendChoice, type ChoiceOptions, chooseBackend, supportOfAll } from './choose-backend.js'
export { type DefineOptions, defineEnsemble } from './define-ensemble.js'
export type { Dictionary } from './dictionary.js'
export type {
  AutoencoderModel,
  CustomModel,
  Ensemble,
  FixedBatches,
  Initialization,
  Member,
  MemberData,
  Model,
  Optimizer,
  Schedule,
  Target,
} from './ensemble.js'
export type {
  AutoencoderDescription,
  EnsembleDescription,
  ImportanceCurve,
  InitializationDescription,
  MemberDescription,
  OptimizerDescription,
  ScheduleDescription,
  TensorDescription,
  ZipfLaw,
} from './ensemble-description.js'
export { InvalidEnsembleError } from './ensemble-problems.js'
export { ensembleJsonSchema } from './ensemble-schema.js'
export { evaluateSamples, evaluationBatches } from './evaluation.js'
export { type ForwardResult, forward, targetOutput } from './forward.js'
export { initialParameters } from './initial-parameters.js'
export { memberParameters, memberWeights } from './member-parameters.js'
export { parameterShapes } from './parameter-shapes.js'
export type { Parameters, Tensor } from './parameters.js'
export { reference } from './reference.js'
export type { LawChanges, MemberChanges, ResolvedStage, Stage, StageChanges } from './stage.js'
export { ensembleAt, resolveStages, stageAt } from './stages.js'
export { type StepCoefficients, stepCoefficients } from './step-coefficients.js'
export { type TrainOptions, train } from './train.js'
export type {
  BackendChangeEvent,
  CheckpointEvent,
  LossesEvent,
  ParametersEvent,
  ProgressEvent,
  RunAbortEvent,
  RunEndEvent,
  RunStartEvent,
  TrainEvent,
} from './train-events.js'
export {
  type EvaluationEvent,
  noEvaluation,
  type TaskEvent,
  type TaskProgress,
  type TrainTaskOptions,
  trainTask,
} from './train-task.js'
export { cyclesPerSample } from './training-cost.js'
export type { TrainedEnsemble, TrainingTask } from './training-task.js'
