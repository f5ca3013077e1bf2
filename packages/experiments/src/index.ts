export {
  type AuditEvent,
  type AuditedClaim,
  type AuditOptions,
  auditExperiment,
  type ExperimentAudit,
  type FaultStartEvent,
} from './audit/audit-experiment.js'
export type { AuditedSweeps, Fault } from './audit/fault.js'
export { faults } from './audit/faults.js'
export { type CatalogEntry, type PresetName, type Publication, publicationOf } from './catalog.js'
export { type ClaimOverSeeds, claimsOverSeeds, type SeedClaims } from './claims-over-seeds.js'
export { type Claim, type ClaimKind, type Experiment, type ExperimentPlan, isAsExpected } from './experiment.js'
export { experimentIds, loadExperiment } from './load-experiment.js'
export type {
  EnsembleEndEvent,
  EnsembleEvaluationEvent,
  EnsembleProgressEvent,
  EnsembleStartEvent,
  RunEvent,
} from './run-events.js'
export {
  checkPreset,
  type ExperimentResult,
  judgeExperiment,
  type RunOptions,
  runExperiment,
} from './run-experiment.js'
export { UnknownExperimentError } from './unknown-experiment-error.js'
export { UnknownPresetError } from './unknown-preset-error.js'
export { marginInWords, type Verdict, verdictOf, verdictSigns, verdictsInWords } from './verdict.js'
