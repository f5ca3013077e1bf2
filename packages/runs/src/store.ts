/** A run's folder as those see it who write it: its disk, its leases, its pace. */
import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileFacts } from '@digon/formats'
import { cannotWrite } from './cannot-write-error.js'
import { type FileSystem, nodeFileSystem, systemCode } from './file-system.js'
import { createLeases, type Lease, type Leases } from './lease.js'
import { pathInside } from './run-file.js'
import { writeFileWhole } from './write-file-whole.js'

/** Options of `openStore`. */
export interface StoreOptions {
  /** Default: this machine's disk. */
  readonly fileSystem?: FileSystem
  /** How long a lease lasts without a renewal, in seconds > 0; the same for all that share a run. Default 20. */
  readonly leaseSeconds?: number
  /**
   * Seconds of training after which a checkpoint is kept to resume from, whatever checkpoints a task asks for, ≥ 0. Looked at after
   * every 100 steps. No number depends on it. Default 10.
   */
  readonly checkpointSeconds?: number | undefined
  /** Package name to version, for the records. Default: none. */
  readonly packageVersions?: Readonly<Record<string, string>>
}

/** Tasks of a run on disk: their folders, leases and records. */
export interface RunStore {
  readonly directory: string
  readonly fileSystem: FileSystem
  readonly leases: Leases
  readonly checkpointSeconds: number
  readonly packageVersions: Readonly<Record<string, string>>
}

const defaultCheckpointSeconds = 10

/** Opens the tasks of a run folder. */
export function openStore(directory: string, options: StoreOptions = {}): RunStore {
  const {
    fileSystem = nodeFileSystem,
    leaseSeconds,
    checkpointSeconds = defaultCheckpointSeconds,
    packageVersions = {},
  } = options
  return { directory, fileSystem, leases: createLeases(fileSystem, leaseSeconds), checkpointSeconds, packageVersions }
}

/**
 * Writes a file whole, making its folders, unless the lease is lost.
 *
 * @param path inside the run's folder.
 * @throws {LeaseLostError}, then nothing was written.
 * @throws {CannotWriteError} when the disk does not take it, or a symbolic link is in the way.
 */
export async function writeInside(
  { directory, fileSystem }: RunStore,
  path: string,
  content: Uint8Array | string,
  lease: Lease,
): Promise<FileFacts> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  await makeFolders(directory, dirname(path), fileSystem)
  await writeFileWhole(join(directory, path), bytes, { fileSystem, beforeMove: lease.check })
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/**
 * Deletes a file of the run's folder, if it is there.
 *
 * @throws {CannotWriteError} when the disk does not let it go.
 */
export async function removeInside({ directory, fileSystem }: RunStore, path: string): Promise<void> {
  const target = await pathInside(directory, path).catch(() => undefined)
  if (target === undefined) return
  await fileSystem.removeFile(target).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cannotWrite(target, cause)
  })
}

/** Makes the folders of a path inside the run's folder, outermost first. */
export async function makeFolders(directory: string, path: string, fileSystem: FileSystem): Promise<void> {
  if (path === '.' || path === '') return
  await makeFolders(directory, dirname(path), fileSystem)
  const folder = join(directory, path)
  try {
    await fileSystem.makeDirectory(folder)
  } catch (cause) {
    // A symbolic link to a folder is no folder of the run.
    const isThere = systemCode(cause) === 'EEXIST' && (await lstat(folder)).isDirectory()
    if (!isThere) throw cannotWrite(folder, cause)
  }
}

/** Deletes the folders of a path inside the run's folder as far as they are empty, innermost first. */
export async function removeEmptyFolders({ directory, fileSystem }: RunStore, path: string): Promise<void> {
  if (path === '.' || path === '') return
  const isGone = await fileSystem.removeDirectory(join(directory, path)).then(
    () => true,
    (error: unknown) => systemCode(error) === 'ENOENT',
  )
  if (isGone) await removeEmptyFolders({ directory, fileSystem } as RunStore, dirname(path))
}
