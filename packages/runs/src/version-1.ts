/**
 * Trained ensembles of runs that an earlier version of Digon wrote (schema version 1): read only. A training run had its files
 * at the top, all listed in run.json; a reproduce run had a `trained.json` in each task's folder.
 */
import {
  canonicalJson,
  encodeEnsemble,
  InvalidFileError,
  parseStrictJson,
  type RunRecord,
  readSnapshot,
  sha256,
  utf8Text,
} from '@digon/formats'
import type { TrainingTask } from '@digon/model'
import { z } from 'zod'
import { RunDamagedError } from './run-errors.js'
import { checkpointName, decodeTrained, historyName, inFolder, type LoadedTask, weightsName } from './task-files.js'

const summarySchema = z.strictObject({
  schemaVersion: z.literal(1),
  plan: z.string(),
  diverged: z.array(z.strictObject({ member: z.int().nonnegative(), step: z.int().nonnegative() })),
  files: z.record(z.string(), z.string()),
})

/** As `RunFolder` has them. */
interface Folder {
  readonly record: RunRecord
  readonly read: (path: string) => Promise<Uint8Array>
}

/** As `RunFolder.loadTask`. */
export async function loadTaskOfVersion1(run: Folder, folder: string, task: TrainingTask): Promise<LoadedTask> {
  const { record, read } = run
  try {
    if (record.status !== 'finished' && record.spec.kind === 'train') {
      return { status: 'unfinished', reason: 'the run is not finished' }
    }
    const { diverged, hashes } =
      record.spec.kind === 'train' ? await listed(run, task) : await summary(run, folder, task)
    if (hashes === undefined) return { status: 'different', reason: `${folder}: trained for another task` }
    const trained = await decodeTrained(task, diverged, hashes, (name) => read(inFolder(folder, name)))
    return { status: 'finished', trained }
  } catch (error) {
    if (!(error instanceof InvalidFileError) && !(error instanceof RunDamagedError)) throw error
    return { status: 'damaged', reason: error.message }
  }
}

/** Of a training run: run.json has the hashes, the last checkpoint the members that diverged. */
async function listed({ record, read }: Folder, { steps }: TrainingTask) {
  const { diverged } = readSnapshot(await read(checkpointName(steps)), checkpointName(steps))
  const hashes = Object.fromEntries([weightsName, historyName].map((name) => [name, record.files[name]?.sha256 ?? '']))
  return { diverged, hashes }
}

async function summary({ record, read }: Folder, folder: string, task: TrainingTask) {
  const file = inFolder(folder, 'trained.json')
  const text = utf8Text(await read(file), file)
  const result = summarySchema.safeParse(parseStrictJson(text, { file, field: 'content', maximumDepth: 4 }))
  if (!result.success) throw new InvalidFileError(file, 'content', result.error.issues[0]!.message)
  const { steps, lossSteps, record: recorded, evaluationSamples } = task
  const { document } = await encodeEnsemble(task.ensemble)
  const { backend, arithmetic: precision, streamVersion } = record
  const planned = { ensemble: document, steps, lossSteps, record: recorded, evaluationSamples }
  const plan = await sha256(canonicalJson({ ...planned, backend, precision, streamVersion }))
  return { diverged: result.data.diverged, hashes: result.data.plan === plan ? result.data.files : undefined }
}
