export { readBatches, writeBatches } from './batches-file.js'
export { canonicalJson } from './canonical-json.js'
export { decodeEnsemble, type EnsembleDocument, encodeEnsemble } from './ensemble-document.js'
export type { FileReference } from './file-reference.js'
export type { FileTensor, FileTensors, TensorValues } from './file-tensor.js'
export { type HistoryEntry, keptLoss, readHistory, writeHistory } from './history-file.js'
export { InvalidFileError } from './invalid-file.js'
export { InvalidSpecError, type SpecProblem } from './invalid-spec.js'
export { readNpy, writeNpy } from './npy.js'
export { type NpzLimits, readNpz, writeNpz } from './npz.js'
export { officialTensors, readWeights, readWeightsOf, writeWeights } from './official-layout.js'
export { type ParsedSweepPlan, parseSweepPlan } from './parse-sweep-plan.js'
export { plainRecordReader } from './plain-record.js'
export { readSafetensors, type SafetensorsFile } from './read-safetensors.js'
export { readTensors, type TensorFile } from './read-tensors.js'
export type { FileFacts } from './record-fields.js'
export { isPathInside } from './relative-path.js'
export { type RunRecord, type RunRequest, readRunRecord, runId, writeRunRecord } from './run-record.js'
export type { ReproduceRunSpec, RunSpec, SweepRunSpec, TrainRunSpec } from './run-spec.js'
export { sha256 } from './sha256.js'
export { readSnapshot, writeSnapshot } from './snapshot-file.js'
export { parseStrictJson, type StrictJsonOptions } from './strict-json.js'
export { checkSweepPlan, type PlanAxis, type PlanCoordinate, type PlanValue, type SweepPlan } from './sweep-plan.js'
export { type SweepPlanDescription, sweepPlanJsonSchema } from './sweep-plan-description.js'
export {
  readTable,
  type Table,
  type TableColumn,
  type TableRows,
  type TableType,
  type TableValue,
  writeTable,
} from './table-file.js'
export { decodeTask, type Engine, encodeTask, type TaskDocument, taskId } from './task-document.js'
export {
  type BackendChange,
  readTaskRecord,
  type TaskRecord,
  tasksDigest,
  writeTaskRecord,
} from './task-record.js'
export { writeTorch } from './torch/write-torch.js'
export { completeSpec, parseSpec, scheduledTask, type TrainSchedule, type TrainSpec } from './train-spec.js'
export { trainSpecJsonSchema } from './train-spec-json-schema.js'
export type { TrainedBy } from './trained-by.js'
export { utf8Text } from './utf8-text.js'
export { openWeights, weightsOf } from './weights/open-weights.js'
export type { OpenedDictionary, OpenedModel, OpenedWeights, OpenOptions } from './weights/opened-weights.js'
export {
  readSaelensConfig,
  type SaelensConfig,
  saelensFeatures,
  saelensFolder,
} from './weights/saelens-folder.js'
export { writeSafetensors } from './write-safetensors.js'
export { readYaml, type YamlSource } from './yaml-source.js'
