export type {
  Backend,
  Device,
  Divergence,
  Evaluation,
  OpenOptions,
  Probe,
  Progress,
  Session,
  Snapshot,
  Support,
} from './backend.js'
export {
  BackendUnavailableError,
  type PassedOver,
  SessionDisposedError,
  SnapshotMismatchError,
  UnsupportedEnsembleError,
} from './backend-errors.js'
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
export { parameterShapes } from './parameter-shapes.js'
export type { Parameters, Tensor } from './parameters.js'
export { type StepCoefficients, stepCoefficients } from './step-coefficients.js'
