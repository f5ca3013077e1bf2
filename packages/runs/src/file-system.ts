/**
 * Everything that this package does to a disk but reading, behind one small interface, so that tests can fill the disk or
 * take the power away at any call.
 */
import { mkdir, open, rename, rmdir, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Changes to a disk. Every call rejects with the system's error. */
export interface FileSystem {
  /** Makes a file with this content and flushes it to the disk, or makes none; fails with EEXIST when there is one. @param mode who may do what, for example 0o640; default: as the system has it. */
  readonly writeNewFile: (path: string, content: Uint8Array, mode?: number) => Promise<void>
  /** Puts a file in another's place in one move, and flushes the folder. */
  readonly moveFile: (from: string, to: string) => Promise<void>
  /** Makes a folder whose parent exists; fails with EEXIST when there is one. */
  readonly makeDirectory: (path: string) => Promise<void>
  /** Removes a file that is there. */
  readonly removeFile: (path: string) => Promise<void>
  /** Fails when the folder is not empty. */
  readonly removeDirectory: (path: string) => Promise<void>
}

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = {
  async writeNewFile(path, content, mode) {
    const file = await open(path, 'wx', mode)
    try {
      if (mode !== undefined) await file.chmod(mode)
      await file.writeFile(content)
      await file.sync()
    } catch (error) {
      await unlink(path)
      throw error
    } finally {
      await file.close()
    }
  },
  async moveFile(from, to) {
    await rename(from, to)
    await flushDirectory(dirname(to))
  },
  async makeDirectory(path) {
    await mkdir(path)
  },
  removeFile: unlink,
  removeDirectory: rmdir,
}

/** Where folders cannot be opened (Windows) or flushed (some network disks), the move stands without it. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined)
  await directory?.sync().catch(() => undefined)
  await directory?.close()
}

/** The system's code of an error, for example `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
