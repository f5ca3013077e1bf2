/**
 * The run of a sweep: its folder taken, and its end, when all tasks are there: one table over all of them. What comes between is
 * `work.ts`, in this process or in others.
 */
import { streamVersion } from '@digon/data'
import {
  canonicalJson,
  type Engine,
  InvalidFileError,
  readTable,
  type SweepPlan,
  type TableRows,
  utf8Text,
  writeTable,
} from '@digon/formats'
import type { Backend } from '@digon/model'
import {
  type CreatedRun,
  type CreateRunOptions,
  createRun,
  failureName,
  finishRun,
  openStore,
  type RunFolder,
  type RunStore,
  readInside,
  readTaskState,
  readWritten,
  recordOfRun,
  type StoreOptions,
  tableName,
} from '@digon/runs'
import { cellAt, expandPlan, type Sweep, type SweepTask } from './expand.js'
import { memberColumns } from './member-columns.js'
import { failedRows } from './member-rows.js'
import { NotASweepError } from './not-a-sweep-error.js'
import { halvesOf } from './work.js'

/** What trains with this backend; a part of the identity of all that it trains. */
export function engineOf({ name, arithmetic }: Backend): Engine {
  return { backend: name, arithmetic, streamVersion }
}

/** A sweep with its run folder. */
export interface SweepRun {
  readonly run: CreatedRun
  readonly sweep: Sweep
  readonly engine: Engine
}

/**
 * Takes a folder for a sweep: new, or one in which the same sweep was begun.
 *
 * @throws as `createRun`; `RunExistsError` says what differs from what is there.
 */
export async function beginSweep(
  directory: string,
  plan: SweepPlan,
  options: CreateRunOptions & { readonly engine: Engine },
): Promise<SweepRun> {
  const { engine } = options
  const run = await createRun(directory, { spec: { kind: 'sweep', plan }, ...engine }, options)
  return { run, sweep: expandPlan(plan), engine }
}

/** A sweep on disk. */
export interface OpenedSweep {
  readonly plan: SweepPlan
  readonly sweep: Sweep
  readonly engine: Engine
  readonly store: RunStore
  /** Whether its record says so: table and figures are there. */
  readonly isFinished: boolean
}

/**
 * The sweep that a folder holds; nothing is written.
 *
 * @throws {NotASweepError} when it holds another run; as `openRun`.
 */
export async function openSweep(directory: string, options: StoreOptions = {}): Promise<OpenedSweep> {
  return sweepOf({ directory, record: await recordOfRun(directory) }, options)
}

/** As `openSweep`, of a run whose record is read. @throws {NotASweepError} when it is another one. */
export function sweepOf(
  { directory, record }: Pick<RunFolder, 'directory' | 'record'>,
  options: StoreOptions = {},
): OpenedSweep {
  if (record.spec.kind !== 'sweep') throw new NotASweepError(directory, record.spec.kind)
  const { plan } = record.spec
  const { backend, arithmetic } = record
  const engine = { backend, arithmetic, streamVersion: record.streamVersion }
  return {
    plan,
    sweep: expandPlan(plan),
    engine,
    store: openStore(directory, options),
    isFinished: record.status === 'finished',
  }
}

/** What stands in the record of a sweep that is finished. */
export interface SweepEnd {
  readonly packageVersions: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  /** Further files, such as figures, from the table. Default none. */
  readonly writeFigures?: (table: Uint8Array, write: WriteFile) => Promise<void>
}

type WriteFile = (path: string, content: Uint8Array | string) => Promise<void>

/** A model that failed, with the reason. */
export interface FailedCell {
  readonly cell: number
  readonly seed: number
  readonly coordinates: Readonly<Record<string, unknown>>
  readonly reason: string
}

/**
 * Writes `members.parquet`, `failures.json` where cells failed, and run.json, when every task is there; the numbers of the tasks that
 * are missing otherwise.
 */
export async function finishSweep({ run, sweep }: SweepRun, end: SweepEnd): Promise<readonly number[]> {
  const { directory } = run.store
  const leaves: Leaf[] = []
  const missing: number[] = []
  for (const [index, task] of sweep.tasks.entries()) {
    const found = await leavesOf(directory, task)
    if (found === undefined) missing.push(index)
    else leaves.push(...found)
  }
  if (missing.length > 0 || run.status === 'finished') return missing
  const failed = leaves.filter(({ failure }) => failure !== undefined)
  const failures = [...new Set(leaves.flatMap((leaf) => leaf.failures))]
  const writeFiles = async (write: WriteFile): Promise<void> => {
    const table = await writeTable(memberColumns(sweep), rowsOf(directory, sweep, leaves))
    await write(tableName, table)
    if (failed.length > 0) {
      const list = failed.map((leaf) => failedCell(sweep, leaf))
      await write('failures.json', `${canonicalJson(list, 2)}\n`)
    }
    await end.writeFigures?.(table, write)
  }
  await finishRun(run, { files: failures, writeFiles, packageVersions: end.packageVersions, signal: end.signal })
  return []
}

/** A task that stands for itself: a whole one, or a part of one that was cut. */
interface Leaf {
  readonly task: SweepTask
  /** Of its table; undefined when its one cell failed. */
  readonly facts: { readonly bytes: number; readonly sha256: string } | undefined
  /** Why its one cell failed. */
  readonly failure?: string
  /** Paths of all that was written about failures on the way to it. */
  readonly failures: readonly string[]
}

async function leavesOf(directory: string, task: SweepTask): Promise<readonly Leaf[] | undefined> {
  const { status, record } = await readTaskState(directory, task.folder)
  const facts = record?.files[tableName]
  if (status === 'finished' && facts !== undefined) return [{ task, facts, failures: [] }]
  if (status !== 'failed') return undefined
  const path = `${task.folder}/${failureName}`
  const text = utf8Text(await readInside(directory, path, { maximumBytes: 1 << 20 }), path)
  if (task.cells.length === 1) return [{ task, facts: undefined, failure: reasonIn(text), failures: [path] }]
  const leaves: Leaf[] = []
  for (const half of halvesOf(task)) {
    const found = await leavesOf(directory, half)
    if (found === undefined) return undefined
    leaves.push(...found.map((leaf) => ({ ...leaf, failures: [path, ...leaf.failures] })))
  }
  return leaves
}

function reasonIn(text: string): string {
  try {
    return String((JSON.parse(text) as { reason?: unknown }).reason)
  } catch {
    return 'unknown: what was written about it cannot be read'
  }
}

async function* rowsOf(directory: string, sweep: Sweep, leaves: readonly Leaf[]): AsyncGenerator<TableRows> {
  for (const { task, facts } of leaves) {
    const { folder, cells } = task
    if (facts === undefined) {
      yield failedRows(sweep, folder, cells[0]!)
      continue
    }
    const path = `${folder}/${tableName}`
    const { rows, rowCount } = await readTable(await readWritten(directory, path, facts), path)
    if (rowCount !== cells.length || rows.cell?.some((cell, index) => cell !== cells[index])) {
      throw new InvalidFileError(path, 'cells', `not those of the plan; expected ${cells.length} from ${cells[0]} on`)
    }
    yield rows
  }
}

function failedCell({ plan }: Sweep, { task, failure }: Leaf): FailedCell {
  const { index, seed, coordinates } = cellAt(plan, task.cells[0]!)
  return { cell: index, seed, coordinates, reason: failure! }
}
