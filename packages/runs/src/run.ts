/** The run folder that is being written: its files, its list of them, its end. Nothing here trains or knows what files mean. */
import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InvalidFileError, isPathInside, type RunRecord, writeRunRecord } from '@digon/formats'
import { cannotWrite } from './cannot-write-error.js'
import { type FileSystem, systemCode } from './file-system.js'
import { recordName } from './folder-content.js'
import { type FileFacts, factsInside, placeInside, readInside } from './run-file.js'
import { lockName, type RunLock } from './run-lock.js'
import { writeFileWhole } from './write-file-whole.js'

/**
 * A run folder that is being written. `createRun` opens one. It ends by `finish`, which writes run.json with the hashes of
 * everything, or by `stop`; both give the folder free.
 */
export interface Run {
  readonly directory: string
  /** As asked; status `running`. */
  readonly record: RunRecord
  /** Writes a file whole, makes its folders and lists it as the run's. Several at once may be under way; an end waits for them. */
  readonly write: (path: string, content: Uint8Array | string) => Promise<void>
  /** Reads a file of the folder, listed or left by an earlier session. */
  readonly read: (path: string) => Promise<Uint8Array>
  /** Lists a file that an earlier session wrote. */
  readonly keep: (path: string) => Promise<void>
  /** Deletes a file of the folder, if it is there. */
  readonly remove: (path: string) => Promise<void>
  /**
   * Adds to the working time of a part of the run in run.json, at once: what was trained before a stop keeps its time.
   *
   * @param seconds a number ≥ 0.
   */
  readonly addSeconds: (part: string, seconds: number) => Promise<void>
  /** Writes run.json with status `finished` and the listed files' hashes, last of all. */
  readonly finish: () => Promise<RunRecord>
  /**
   * Ends without finishing. With `keep` the folder stays, to be gone on with; without it everything that this session
   * made is deleted again (a folder that an earlier session had begun always stays). After `finish` or `stop` it does nothing.
   */
  readonly stop: (options: { readonly keep: boolean }) => Promise<void>
}

/** What `createRun` has prepared when a run begins. */
export interface RunParts {
  readonly directory: string
  readonly record: RunRecord
  readonly lock: RunLock
  readonly fileSystem: FileSystem
  readonly now: () => Date
  /** Folders made for this run, outermost first; empty when they were there before. */
  readonly madeDirectories: readonly string[]
  /** Whether the folder held no part of this run before. */
  readonly isNew: boolean
}

/** The run over a locked folder whose run.json says `running`. */
export function startRun(parts: RunParts): Run {
  const { directory, record, lock, fileSystem, now, isNew } = parts
  const files = new Map<string, FileFacts>()
  const madeDirectories = [...parts.madeDirectories]
  const begun = now().getTime()
  const underWay = new Set<Promise<void>>()
  let secondsByPart = record.secondsByPart
  let ended = false

  const writeRecord = async (change: Partial<RunRecord>): Promise<RunRecord> => {
    const seconds = record.seconds + Math.max(0, now().getTime() - begun) / 1000
    const changed = { ...record, ...change, seconds, secondsByPart }
    await writeFileWhole(join(directory, recordName), writeRunRecord(changed), fileSystem)
    return changed
  }
  /** An end waits for it. */
  const during = async (work: Promise<void>): Promise<void> => {
    underWay.add(work)
    await work.finally(() => underWay.delete(work))
  }
  const makeFolders = async (path: string): Promise<void> => {
    const parent = dirname(path)
    if (parent === '.') return
    await makeFolders(parent)
    const made = await makeFolder(join(directory, parent), fileSystem)
    if (made) madeDirectories.push(join(directory, parent))
  }
  const writeListed = async (path: string, content: Uint8Array | string): Promise<void> => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    await makeFolders(path)
    await writeFileWhole(join(directory, path), bytes, fileSystem)
    files.set(path, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  const deleteAll = async (): Promise<void> => {
    for (const path of [...files.keys(), recordName]) await fileSystem.removeFile(join(directory, path)).catch(ignore)
    await lock.release()
    for (const path of madeDirectories.reverse()) await fileSystem.removeDirectory(path).catch(ignore)
  }

  return {
    directory,
    record,
    async write(path, content) {
      checkOpen(ended, path)
      checkOwnPath(path)
      await during(writeListed(path, content))
    },
    read: (path) => readInside(directory, path),
    async keep(path) {
      checkOpen(ended, path)
      checkOwnPath(path)
      files.set(path, await factsInside(directory, path))
    },
    async remove(path) {
      checkOpen(ended, path)
      checkOwnPath(path)
      files.delete(path)
      await removeInside(directory, path, fileSystem)
    },
    async addSeconds(part, seconds) {
      checkOpen(ended, recordName)
      secondsByPart = { ...secondsByPart, [part]: (secondsByPart[part] ?? 0) + seconds }
      await during(writeRecord({}).then(ignore))
    },
    async finish() {
      checkOpen(ended, recordName)
      await Promise.all(underWay)
      const listed = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
      const finished = await writeRecord({
        status: 'finished',
        finishedAt: now().toISOString(),
        files: Object.fromEntries(listed.map(([path, { sha256 }]) => [path, sha256])),
        sizes: Object.fromEntries(listed.map(([path, { bytes }]) => [path, bytes])),
      })
      ended = true
      await lock.release()
      return finished
    },
    async stop({ keep }) {
      if (ended) return
      ended = true
      await Promise.allSettled(underWay)
      if (isNew && !keep) return deleteAll()
      // A disk that takes nothing any more leaves the status `running`: without a lock that reads as interrupted.
      await writeRecord({ status: 'interrupted' }).catch(ignore)
      await lock.release()
    },
  }
}

/**
 * Deletes a file of a folder, if it is there.
 *
 * @throws {CannotWriteError} when the disk does not let it go.
 */
export async function removeInside(directory: string, path: string, fileSystem: FileSystem): Promise<void> {
  const place = await placeInside(directory, path).catch(ignore)
  if (place === undefined) return
  await fileSystem.removeFile(place).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cannotWrite(place, cause)
  })
}

/** Makes a folder unless it is there; true when it was made. */
async function makeFolder(path: string, fileSystem: FileSystem): Promise<boolean> {
  try {
    await fileSystem.makeDirectory(path)
    return true
  } catch (cause) {
    // A symbolic link to a folder is no folder of the run.
    if (systemCode(cause) === 'EEXIST' && (await lstat(path)).isDirectory()) return false
    throw cannotWrite(path, cause)
  }
}

function checkOpen(ended: boolean, path: string): void {
  if (ended) throw new Error(`${path}: the run has ended; nothing more can be written into it`)
}

function checkOwnPath(path: string): void {
  const isFree = isPathInside(path) && path !== recordName && !path.startsWith(lockName)
  if (!isFree) throw new InvalidFileError(path, 'path', `expected a path inside the run, not ${recordName} or its lock`)
}

function ignore(): void {}
