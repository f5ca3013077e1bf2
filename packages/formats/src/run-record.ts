/**
 * run.json: what a run was asked, and the hashes that prove its files whole. It does not grow with the work: what came out of
 * a task stands in the task's own record (`task-record.ts`). Folders, leases and the files themselves are the business of
 * @digon/runs.
 */
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import { InvalidFileError } from './invalid-file.js'
import { checkRecord, count, type FileFacts, fileList, hash, parseRecordText, path, seconds } from './record-fields.js'
import { type RunSpec, runOfVersion1Schema, runSpecSchema } from './run-spec.js'
import { sha256 } from './sha256.js'
import type { Engine } from './task-document.js'

/** What decides a run's numbers. Two runs that were asked the same have the same id. */
export interface RunRequest extends Engine {
  readonly spec: RunSpec
}

/** The content of run.json. */
export interface RunRecord extends RunRequest {
  /** 1: written by an earlier version of Digon, to be read only. */
  readonly schemaVersion: 1 | 2
  /** `runId` of what was asked. */
  readonly id: string
  /** Package name to version, of what wrote the run. */
  readonly packageVersions: Readonly<Record<string, string>>
  /** `running` until all is done. Whether someone is at work only the leases in the folder tell. */
  readonly status: 'running' | 'finished'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** ISO 8601, UTC; null until finished. */
  readonly finishedAt: string | null
  /** Working time of all tasks and parts in seconds, ≥ 0; 0 until finished. */
  readonly seconds: number
  /** Seconds of what is not a task, by name: `intro` for its analysis and figures. In version 1 `intro/panels` for a task, too. */
  readonly secondsByPart: Readonly<Record<string, number>>
  /** What finished it, so that the times mean something: processor and number of cores; `unknown` in older records. */
  readonly machine: string
  /** Path inside the folder to size and hash, of every file but run.json and those of tasks. Empty until finished. */
  readonly files: Readonly<Record<string, FileFacts>>
  /** `tasksDigest` of the tasks' records; null until finished and in version 1, whose `files` lists all files. */
  readonly tasks: string | null
}

const time = z.iso.datetime({ error: 'a time like 2026-01-31T12:00:00.000Z' })
const name = z.string({ error: 'a name' })
const sharedFields = {
  id: hash,
  backend: name,
  streamVersion: count,
  packageVersions: z.record(z.string(), z.string()),
  startedAt: time,
  finishedAt: time.nullable(),
  seconds,
}

const recordSchema: z.ZodType<RunRecord> = z.strictObject({
  ...sharedFields,
  schemaVersion: z.literal(2),
  spec: runSpecSchema,
  arithmetic: name,
  status: z.enum(['running', 'finished'], { error: 'running or finished' }),
  secondsByPart: z.record(z.string(), seconds),
  machine: name,
  files: fileList,
  tasks: hash.nullable(),
})

const version1Schema = z.strictObject({
  ...sharedFields,
  schemaVersion: z.literal(1),
  spec: z.unknown(),
  seed: count.nullable(),
  precision: name,
  status: z.enum(['running', 'interrupted', 'finished'], { error: 'running, interrupted or finished' }),
  secondsByPart: z.record(z.string(), seconds).default({}),
  machine: name.default('unknown'),
  files: z.record(path, hash),
  sizes: z.record(path, count),
})

/** The id of a run: the SHA-256 of what was asked, as canonical JSON. Fields beyond those of `RunRequest` do not count. */
export function runId({ spec, backend, arithmetic, streamVersion }: RunRequest): Promise<string> {
  return sha256(canonicalJson({ spec, backend, arithmetic, streamVersion }))
}

/** The text of run.json: sorted keys, indented, a line break at the end. */
export function writeRunRecord(record: RunRecord): string {
  return `${canonicalJson(record, 2)}\n`
}

/**
 * The record in a text of run.json, of this schema version or the one before.
 *
 * @param file the file's name, for messages.
 * @throws {InvalidFileError} when it is not JSON, was written by another schema version, lacks a field, has one too many,
 * names paths that leave the folder, or its id is not that of what it says was asked.
 */
export async function readRunRecord(text: string, file: string): Promise<RunRecord> {
  const value = parseRecordText(text, file)
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (version === 1) return readVersion1(value, file)
  if (version !== 2) {
    const found = version === undefined ? 'missing' : JSON.stringify(version)
    throw new InvalidFileError(file, 'schemaVersion', `${found}; expected 2 or 1, which this version of Digon reads`)
  }
  const record = checkRecord(value, recordSchema, file)
  checkId(record.id, await runId(record), file)
  return record
}

async function readVersion1(value: unknown, file: string): Promise<RunRecord> {
  const record = checkRecord(value, version1Schema, file)
  const { spec: _, seed, precision, sizes, files, ...shared } = record
  const asked = { spec: record.spec, seed, backend: record.backend, precision, streamVersion: record.streamVersion }
  checkId(record.id, await sha256(canonicalJson(asked)), file)
  const odd = [...Object.keys(files), ...Object.keys(sizes)].find(
    (path) => !(Object.hasOwn(files, path) && Object.hasOwn(sizes, path)),
  )
  if (odd !== undefined) throw new InvalidFileError(file, `files.${odd}`, 'expected a hash and a size')
  return {
    ...shared,
    spec: checkRecord(value, runOfVersion1Schema, file),
    arithmetic: precision,
    status: record.status === 'finished' ? 'finished' : 'running',
    files: Object.fromEntries(Object.entries(files).map(([path, sha256]) => [path, { bytes: sizes[path]!, sha256 }])),
    tasks: null,
  }
}

function checkId(found: string, expected: string, file: string): void {
  if (found !== expected)
    throw new InvalidFileError(file, 'id', `${found}; expected ${expected}, the hash of what was asked`)
}
