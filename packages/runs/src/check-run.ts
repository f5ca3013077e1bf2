/** Whether all files of a run are whole: by hash where one was written down, else by their own formats. */
import { basename } from 'node:path'
import {
  type FileFacts,
  InvalidFileError,
  readHistory,
  readNpz,
  readSafetensors,
  readTable,
  readTaskRecord,
  tasksDigest,
  utf8Text,
} from '@digon/formats'
import { filesBelow, recordName } from './folder-content.js'
import { openRun, type RunFolder } from './open-run.js'
import { factsInside, readInside } from './run-file.js'
import { inFolder, isHistory, readTaskRecords, taskRecordName } from './task-files.js'

/** What a check of a run found. */
export interface RunCheck {
  readonly directory: string
  readonly id: string
  readonly state: RunFolder['state']
  /** Every file that should be there, ascending. */
  readonly files: readonly FileCheck[]
  /** Files that are there but not the run's, ascending. Empty for a run that is not finished: it has no list yet. */
  readonly unlisted: readonly string[]
  /** Whether no file has a problem. */
  readonly whole: boolean
}

/** Whether a file of a run is as its record says. */
export interface FileCheck {
  readonly path: string
  /** What is wrong with it; undefined when it is whole. */
  readonly problem: string | undefined
}

/**
 * Checks a run's files. Sizes come first, hashes are computed piece by piece.
 *
 * @throws {NotARunError} when the folder is no run.
 * @throws {InvalidFileError} when run.json itself is invalid.
 */
export async function checkRun(directory: string): Promise<RunCheck> {
  const { record, state } = await openRun(directory)
  const found = await filesBelow(directory)
  const isFinished = state === 'finished'
  const expected = new Map<string, FileFacts>(Object.entries(record.files))
  const files: FileCheck[] = []
  if (record.tasks !== null || !isFinished) {
    const records = await readTaskRecords(directory, (path, error) => {
      // Of an unfinished run they are read once more below.
      if (isFinished) files.push({ path, problem: describe(error) })
    })
    const isComplete = files.length === 0
    for (const [folder, { files: ofTask }] of records) {
      if (isFinished) files.push({ path: inFolder(folder, taskRecordName), problem: undefined })
      for (const [name, facts] of Object.entries(ofTask)) expected.set(inFolder(folder, name), facts)
    }
    const digest = isFinished && isComplete ? await tasksDigest(records) : record.tasks
    if (digest !== record.tasks) {
      files.push({ path: recordName, problem: `tasks: ${digest}; expected ${record.tasks}` })
    }
  }
  // What a process that is at work replaces meanwhile is not missing.
  const listed = state === 'running' ? found.filter((path) => expected.has(path)) : expected.keys()
  const others = isFinished ? [] : found.filter((path) => !expected.has(path))
  for (const path of listed) {
    files.push({ path, problem: await problemOf(factsInside(directory, path, expected.get(path))) })
  }
  for (const path of others) files.push({ path, problem: await problemOf(checkContent(directory, path)) })
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const checked = new Set(files.map(({ path }) => path))
  const unlisted = isFinished ? found.filter((path) => !checked.has(path)) : []
  const whole = files.every(({ problem }) => problem === undefined)
  return { directory, id: record.id, state, files, unlisted, whole }
}

/** By the file's own format. */
async function checkContent(directory: string, path: string): Promise<void> {
  if (path.endsWith('.safetensors')) readSafetensors(await readInside(directory, path), path)
  else if (path.endsWith('.npz')) readNpz(await readInside(directory, path), path)
  else if (isHistory(path)) await readHistory(await readInside(directory, path), path)
  else if (path.endsWith('.parquet')) await readTable(await readInside(directory, path), path)
  else if (basename(path) === taskRecordName) {
    readTaskRecord(utf8Text(await readInside(directory, path), path), path)
  }
}

async function problemOf(check: Promise<unknown>): Promise<string | undefined> {
  try {
    await check
    return undefined
  } catch (error) {
    if (error instanceof InvalidFileError) return describe(error)
    throw error
  }
}

function describe({ field, reason }: InvalidFileError): string {
  return `${field}: ${reason}`
}
