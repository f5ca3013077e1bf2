/**
 * A training task as JSON, and its id. As in `ensemble-document.ts`, numbers in bulk go to files that the document names by
 * their hash. The task's name is not part of it: no number depends on it.
 */
import { resolveStages, type Stage, type TrainingTask } from '@digon/model'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import { decodeEnsemble, type EnsembleDocument, encodeEnsemble } from './ensemble-document.js'
import { sha256 } from './sha256.js'
import { decodeSteps, encodeSteps, type StepList, stepListSchema } from './step-list.js'

/** A task as plain JSON; fields as in `TrainingTask`. */
export interface TaskDocument {
  readonly ensemble: EnsembleDocument['document']
  readonly steps: number
  readonly lossSteps: StepList
  readonly record: StepList
  readonly checkpoints: StepList
  readonly evaluationSamples: number
  /** Left out where members draw from their own seeds. */
  readonly evaluationSeed?: number | undefined
  /** Left out when there are none. */
  readonly stages?: readonly Stage[] | undefined
}

/** What computes a task: beside the task itself all that its numbers depend on. */
export interface Engine {
  /** Name of the backend, for example `wasm`. */
  readonly backend: string
  /** What the backend computes in, for example `float32`. */
  readonly arithmetic: string
  /** `streamVersion` of @digon/data. */
  readonly streamVersion: number
}

const count = z.int({ error: 'an integer ≥ 0' }).nonnegative({ error: 'an integer ≥ 0' })

export const taskSchema: z.ZodType<TaskDocument> = z.strictObject({
  ensemble: z.record(z.string(), z.unknown(), { error: 'an ensemble' }),
  steps: count,
  lossSteps: stepListSchema,
  record: stepListSchema,
  checkpoints: stepListSchema,
  evaluationSamples: count,
  evaluationSeed: count.optional(),
  // What a stage may say is checked with the ensemble, in `decodeTask`.
  stages: z.array(z.record(z.string(), z.unknown()), { error: 'a list of stages' }).optional(),
}) as unknown as z.ZodType<TaskDocument>

/** The document of a task, and the files that belong to it. Equal tasks give equal documents. */
export async function encodeTask(
  task: TrainingTask,
): Promise<{ readonly document: TaskDocument; readonly files: EnsembleDocument['files'] }> {
  const { steps, evaluationSamples, evaluationSeed, stages = [] } = task
  const { document: ensemble, files } = await encodeEnsemble(task.ensemble)
  const lossSteps = encodeSteps(task.lossSteps)
  const [record, checkpoints] = [encodeSteps(task.record), encodeSteps(task.checkpoints ?? [])]
  const seed = evaluationSeed === undefined ? {} : { evaluationSeed }
  const kept = { lossSteps, record, checkpoints, evaluationSamples, ...seed }
  return { document: { ensemble, steps, ...kept, ...(stages.length > 0 && { stages }) }, files }
}

/**
 * The task of a document.
 *
 * @param file name of the file that holds the document, for messages.
 * @param read gives the bytes of a file that the document names; its hash is checked here.
 * @throws {InvalidEnsembleError} or {InvalidFileError} as `decodeEnsemble`, or when a stage does not fit the ensemble.
 */
export async function decodeTask(
  document: TaskDocument,
  name: string,
  file: string,
  read: (name: string) => Promise<Uint8Array>,
): Promise<TrainingTask> {
  const { steps, lossSteps, record, checkpoints, evaluationSamples, evaluationSeed, stages } = document
  const ensemble = await decodeEnsemble(document.ensemble, file, read)
  resolveStages(ensemble, stages)
  return {
    name,
    ensemble,
    ...(stages && { stages }),
    steps,
    lossSteps: decodeSteps(lossSteps),
    record: decodeSteps(record),
    checkpoints: decodeSteps(checkpoints),
    evaluationSamples,
    ...(evaluationSeed !== undefined && { evaluationSeed }),
  }
}

/** The id of a task: the SHA-256 of everything that decides what is kept of it, bit for bit, as canonical JSON. */
export async function taskId(task: TrainingTask, engine: Engine): Promise<string> {
  const { backend, arithmetic, streamVersion } = engine
  const { document } = await encodeTask(task)
  return sha256(canonicalJson({ ...document, backend, arithmetic, streamVersion }))
}
