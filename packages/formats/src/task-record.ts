/**
 * task.json: how far a training task is and, once it is finished, the hashes of its files. Written last of all files of
 * its folder; the folder and the files themselves are the business of @digon/runs.
 */
import type { BackendChangeEvent, Divergence } from '@digon/model'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import { checkRecord, count, type FileFacts, fileList, hash, parseRecordText, seconds } from './record-fields.js'
import { sha256 } from './sha256.js'
import { type TrainedBy, trainedBySchema } from './trained-by.js'

/** The content of task.json. */
export interface TaskRecord {
  readonly schemaVersion: 2
  /** `taskId` of the task. */
  readonly id: string
  /** `running` until all files are there. Whether someone is at work only the task's lease tells. */
  readonly status: 'running' | 'finished'
  /** Working time so far in seconds, ≥ 0: up to the last checkpoint while it runs. */
  readonly seconds: number
  /** Who wrote this, for people: for example `process 123 on machine-a`. */
  readonly worker: string
  /** Who trained it on what, ascending by `fromStep`; empty in records of before this was kept. */
  readonly trainedBy: readonly TrainedBy[]
  /** Changes of backend while it was trained. */
  readonly backendChanges: readonly BackendChange[]
  /** Members whose loss stopped being finite. */
  readonly diverged: readonly Divergence[]
  /** Path inside the task's folder to size and hash; until it is finished, of what can be resumed from. */
  readonly files: Readonly<Record<string, FileFacts>>
}

/** Where a task went on with another backend, and why. */
export type BackendChange = Omit<BackendChangeEvent, 'type'>

const recordSchema: z.ZodType<TaskRecord> = z.strictObject({
  schemaVersion: z.literal(2, { error: '2, which this version of Digon reads' }),
  id: hash,
  status: z.enum(['running', 'finished'], { error: 'running or finished' }),
  seconds,
  worker: z.string(),
  trainedBy: z.array(trainedBySchema).default([]),
  backendChanges: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      step: count,
      reason: z.string(),
      snapshotAgeInSeconds: seconds,
      passedOver: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
    }),
  ),
  diverged: z.array(z.strictObject({ member: count, step: count })),
  files: fileList,
})

/** The text of task.json: sorted keys, indented, a line break at the end. */
export function writeTaskRecord(record: TaskRecord): string {
  return `${canonicalJson(record, 2)}\n`
}

/**
 * @param file the file's name, for messages.
 * @throws {InvalidFileError} when it is not JSON, of another schema version, or has a field that is wrong.
 */
export function readTaskRecord(text: string, file: string): TaskRecord {
  return checkRecord(parseRecordText(text, file), recordSchema, file)
}

/**
 * One hash over what came out of many tasks: the same whenever the same tasks are trained by the same engine.
 *
 * @param records folder of each task inside the run (empty for the run's own folder) to its record.
 */
export function tasksDigest(records: ReadonlyMap<string, TaskRecord>): Promise<string> {
  const results = [...records].map(([folder, { id, diverged, files }]) => [folder, { id, diverged, files }])
  return sha256(canonicalJson(Object.fromEntries(results)))
}
