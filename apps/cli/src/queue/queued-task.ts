import { checkSweepPlan, type Engine, InvalidFileError, type SweepPlan } from '@digon/formats'

/** What goes through the queue: a task of a sweep there, its results back. Both come from elsewhere and are checked. */

export interface QueuedTask {
  /** Of the run that it is for. */
  readonly run: string
  /** Folder of that run where it was asked for; a worker that finds the run there works in it. */
  readonly directory: string
  /** Whether results must come through the queue, whatever a worker finds. */
  readonly sendFiles: boolean
  readonly plan: SweepPlan
  readonly engine: Engine
  /** Its number among the plan's tasks. */
  readonly task: number
}

/** Of a worker that shares the run's folder: null. Else path inside the run to the bytes of the file, in base64. */
export type TaskResult = null | Readonly<Record<string, string>>

const from = 'the queue'

/** @throws {InvalidFileError} when it is no task. */
export function readQueuedTask(data: unknown): QueuedTask {
  const { run, directory, sendFiles, plan, engine, task } = fieldsOf(data)
  const { backend, arithmetic, streamVersion } = fieldsOf(engine)
  const isEngine = typeof backend === 'string' && typeof arithmetic === 'string' && Number.isSafeInteger(streamVersion)
  if (!isEngine) throw new InvalidFileError(from, 'engine', 'expected backend, arithmetic and streamVersion')
  if (typeof run !== 'string' || !/^[0-9a-f]{64}$/.test(run)) {
    throw new InvalidFileError(from, 'run', 'expected 64 hexadecimal digits')
  }
  if (typeof directory !== 'string') throw new InvalidFileError(from, 'directory', 'expected a folder')
  if (!Number.isSafeInteger(task) || Number(task) < 0) {
    throw new InvalidFileError(from, 'task', 'expected an integer ≥ 0')
  }
  return {
    ...{ run, directory, sendFiles: sendFiles === true, plan: checkSweepPlan(plan, from), task: Number(task) },
    engine: { backend, arithmetic, streamVersion: Number(streamVersion) },
  }
}

export function writeResult(files: ReadonlyMap<string, Uint8Array>): TaskResult {
  return Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]))
}

/** Undefined when the worker left its files in the shared folder. @throws {InvalidFileError} when it is no result. */
export function readResult(result: unknown): ReadonlyMap<string, Uint8Array> | undefined {
  if (result === null || result === undefined) return undefined
  const files = Object.entries(fieldsOf(result)).map(([path, text]): [string, Uint8Array] => {
    if (typeof text !== 'string') throw new InvalidFileError(from, path, 'expected base64')
    return [path, new Uint8Array(Buffer.from(text, 'base64'))]
  })
  return new Map(files)
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new InvalidFileError(from, 'content', 'expected fields')
}
