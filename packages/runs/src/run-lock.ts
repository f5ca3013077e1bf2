/**
 * One writer at a time: a file `.lock` in the run's folder that names the process. A lock whose process is gone is taken
 * over. Locks of other machines (a shared disk) are always believed, since nobody here can tell.
 */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { z } from 'zod'
import { cannotWrite } from './cannot-write-error.js'
import { type FileSystem, readIfThere, systemCode } from './file-system.js'
import { isProcessAlive, processStart } from './process-life.js'
import { RunLockedError } from './run-errors.js'
import { writeFileWhole } from './write-file-whole.js'

export interface RunLock {
  /** Gives the folder free. May be called again. */
  readonly release: () => Promise<void>
}

export const lockName = '.lock'

const lockSchema = z.object({
  pid: z.int(),
  processStart: z.string().optional(),
  threadId: z.int(),
  hostname: z.string(),
  token: z.string(),
  since: z.string(),
})

/** Tokens that this thread holds: the same process number without a known token is from an earlier life of a container. */
const held = new Set<string>()

/** How long a lock that cannot be read may be one that is just being written. */
const writingTimeInMilliseconds = 10_000

/**
 * Takes the folder's lock.
 *
 * @throws {RunLockedError} when someone else is at work there.
 * @throws {CannotWriteError} when the folder cannot be written.
 */
export async function lockRun(directory: string, fileSystem: FileSystem): Promise<RunLock> {
  const path = join(directory, lockName)
  const token = randomUUID()
  const own = {
    pid: process.pid,
    processStart: await processStart(process.pid),
    threadId,
    hostname: hostname(),
    token,
    since: new Date().toISOString(),
  }
  const content = new TextEncoder().encode(JSON.stringify(own))
  held.add(token)
  try {
    await takeLock(directory, path, content, fileSystem)
  } catch (error) {
    held.delete(token)
    throw error
  }
  return { release: () => release(path, token, fileSystem) }
}

async function takeLock(directory: string, path: string, content: Uint8Array, fileSystem: FileSystem): Promise<void> {
  if (await makeIfAbsent(path, content, fileSystem)) return
  const found = await readIfThere(path)
  if (found !== undefined && !(await isStale(path, found))) throw new RunLockedError(directory, holderOf(found), path)
  // Only whoever holds the guard may put another lock in a stale one's place, so two cannot both do it.
  const guard = `${path}.takeover`
  if ((await ageInMilliseconds(guard)) > writingTimeInMilliseconds)
    await fileSystem.removeFile(guard).catch(() => undefined)
  if (!(await makeIfAbsent(guard, content, fileSystem))) {
    throw new RunLockedError(directory, 'a process that is just taking it over', path)
  }
  try {
    const current = await readIfThere(path)
    if (current !== undefined && !(await isStale(path, current))) {
      throw new RunLockedError(directory, holderOf(current), path)
    }
    if (current !== undefined) await writeFileWhole(path, content, fileSystem)
    else if (!(await makeIfAbsent(path, content, fileSystem))) {
      throw new RunLockedError(directory, 'a process that was faster', path)
    }
  } finally {
    await fileSystem.removeFile(guard).catch(() => undefined)
  }
}

/** Makes a file unless there is one; true when it was made. */
async function makeIfAbsent(path: string, content: Uint8Array, fileSystem: FileSystem): Promise<boolean> {
  try {
    await fileSystem.writeNewFile(path, content)
    return true
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    throw cannotWrite(path, cause)
  }
}

/** Whether someone is writing the folder right now. */
export async function isRunLocked(directory: string): Promise<boolean> {
  const path = join(directory, lockName)
  const found = await readIfThere(path)
  return found !== undefined && !(await isStale(path, found))
}

async function release(path: string, token: string, fileSystem: FileSystem): Promise<void> {
  if (!held.delete(token)) return
  const found = await readIfThere(path).catch(() => undefined)
  if (found?.includes(token)) await fileSystem.removeFile(path).catch(() => undefined)
}

async function isStale(path: string, content: string): Promise<boolean> {
  const lock = parse(content)
  if (lock === undefined) return (await ageInMilliseconds(path)) > writingTimeInMilliseconds
  if (lock.hostname !== hostname()) return false
  if (lock.pid === process.pid) return lock.threadId === threadId && !held.has(lock.token)
  return !(await isProcessAlive(lock.pid, lock.processStart))
}

/** How long ago a file was written; −1 when there is none. */
async function ageInMilliseconds(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? -1 : Date.now() - found.mtimeMs
}

function parse(content: string): z.infer<typeof lockSchema> | undefined {
  try {
    return lockSchema.parse(JSON.parse(content))
  } catch {
    return undefined
  }
}

function holderOf(content: string): string {
  const lock = parse(content)
  return lock === undefined ? 'an unknown process' : `process ${lock.pid} on ${lock.hostname}, since ${lock.since}`
}
