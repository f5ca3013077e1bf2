/**
 * run.json: what was asked of a run, what came out, and the hashes that prove its files whole. This file knows the record
 * and its text; folders, locks and the files themselves are the business of @digon/runs.
 */
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import { InvalidFileError } from './invalid-file.js'
import { isPathInside } from './relative-path.js'
import { sha256 } from './sha256.js'
import { parseStrictJson } from './strict-json.js'

/** What decides a run's numbers. Two runs that were asked the same have the same id. */
export interface AskedRun {
  /** What to do, as JSON: an ensemble's document and schedule, or an experiment's id and preset. */
  readonly spec: Readonly<Record<string, unknown>>
  /** What all seeds derive from, an integer from 0 up to, not including, 2⁵³; null when the spec holds every seed itself. */
  readonly seed: number | null
  /** Name of the backend, for example `wasm`. */
  readonly backend: string
  /** For example `float32`. */
  readonly precision: string
  /** `streamVersion` of @digon/data. */
  readonly streamVersion: number
}

/** The content of run.json. */
export interface RunRecord extends AskedRun {
  readonly schemaVersion: 1
  /** `runId` of what was asked. */
  readonly id: string
  /** Package name to version, of what wrote the run. */
  readonly packageVersions: Readonly<Record<string, string>>
  /** `running` is also what a killed run says: whether someone is still at work only the folder's lock tells. */
  readonly status: 'running' | 'interrupted' | 'finished'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** ISO 8601, UTC; null until finished. */
  readonly finishedAt: string | null
  /** Working time so far in seconds, ≥ 0; stops, and the work of a killed process, left out. */
  readonly seconds: number
  /** The same for parts of the run, by name: `intro/panels` for an ensemble of an experiment, `intro` for its analysis and figures. */
  readonly secondsByPart: Readonly<Record<string, number>>
  /** What it ran on last, so that the times mean something: processor and number of cores; `unknown` in older records. */
  readonly machine: string
  /** Path inside the folder to SHA-256, of every file but run.json. Empty until finished. */
  readonly files: Readonly<Record<string, string>>
  /** Path inside the folder to size in bytes, of the same files. */
  readonly sizes: Readonly<Record<string, number>>
}

const path = z.string().refine(isPathInside, { error: 'a path inside the folder' })
const count = z.int({ error: 'an integer ≥ 0' }).nonnegative({ error: 'an integer ≥ 0' })
const hash = z.string({ error: '64 hexadecimal digits' }).regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits' })
const seconds = z.number({ error: 'a number ≥ 0' }).nonnegative({ error: 'a number ≥ 0' })
const time = z.iso.datetime({ error: 'a time like 2026-01-31T12:00:00.000Z' })

const recordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: hash,
  spec: z.record(z.string(), z.unknown(), { error: 'an object' }),
  seed: count.nullable(),
  backend: z.string({ error: 'a name' }),
  precision: z.string({ error: 'a name' }),
  streamVersion: count,
  packageVersions: z.record(z.string(), z.string()),
  status: z.enum(['running', 'interrupted', 'finished'], { error: 'running, interrupted or finished' }),
  startedAt: time,
  finishedAt: time.nullable(),
  seconds,
  secondsByPart: z.record(z.string(), seconds).default({}),
  machine: z.string({ error: 'a name' }).default('unknown'),
  files: z.record(path, hash),
  sizes: z.record(path, count),
})

/** Containers inside one another: record, spec, ensemble, members, data, groups, features and room to spare. */
const maximumDepth = 24

/**
 * The id of a run: the SHA-256 of what was asked, as canonical JSON. Fields beyond those of `AskedRun` do not count.
 *
 * @throws {TypeError} when the spec is not JSON.
 */
export function runId({ spec, seed, backend, precision, streamVersion }: AskedRun): Promise<string> {
  return sha256(canonicalJson({ spec, seed, backend, precision, streamVersion }))
}

/** The text of run.json: sorted keys, indented, a line break at the end. */
export function writeRunRecord(record: RunRecord): string {
  return `${canonicalJson(record, 2)}\n`
}

/**
 * The record in a text of run.json.
 *
 * @param file the file's name, for messages.
 * @throws {InvalidFileError} when it is not JSON, was written by another schema version, lacks a field, has one too many,
 * names paths that leave the folder, or its id is not that of what it says was asked.
 */
export async function readRunRecord(text: string, file: string): Promise<RunRecord> {
  const value = parseStrictJson(text, { file, field: 'content', maximumDepth })
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (version !== 1) {
    const found = version === undefined ? 'missing' : JSON.stringify(version)
    throw new InvalidFileError(file, 'schemaVersion', `${found}; expected 1, which this version of Digon reads`)
  }
  const result = recordSchema.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]!
    throw new InvalidFileError(file, issue.path.join('.') || 'content', `expected ${issue.message}`)
  }
  const record = result.data
  const withoutSize = Object.keys(record.files).find((name) => record.sizes[name] === undefined)
  const withoutHash = Object.keys(record.sizes).find((name) => record.files[name] === undefined)
  if (withoutSize !== undefined) throw new InvalidFileError(file, `sizes.${withoutSize}`, 'missing; files has its hash')
  if (withoutHash !== undefined) throw new InvalidFileError(file, `files.${withoutHash}`, 'missing; sizes has its size')
  const id = await runId(record)
  if (record.id !== id)
    throw new InvalidFileError(file, 'id', `${record.id}; expected ${id}, the hash of what was asked`)
  return record
}
