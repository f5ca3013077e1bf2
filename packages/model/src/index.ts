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
export type { Parameters, Tensor } from './parameters.js'
