/**
 * The one way to write a file that a user names. It is replaced whole or not at all. Links are followed, so that the file they
 * lead to is replaced and the link stays; whatever is no plain file is refused, and so is what the command reads or prints to,
 * and a file of a run, which its hashes vouch for.
 */
import { constants, fstatSync } from 'node:fs'
import { access, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { kindOf } from './cannot-read-error.js'
import { CannotWriteError, cannotWrite } from './cannot-write-error.js'
import { systemCode } from './file-system.js'
import { recordName } from './folder-content.js'
import { openPlainFile, readWhole } from './plain-file.js'
import { runAround } from './run-around.js'
import { taskRecordName } from './task-files.js'
import { writeFileWhole } from './write-file-whole.js'

/** A file that is to be written. */
export interface Output {
  /**
   * @param signal when it is aborted before all is on the disk, an older file stays as it was.
   * @throws {CannotWriteError} or the signal's reason; nothing is left behind.
   */
  readonly write: (content: Uint8Array | string, signal?: AbortSignal) => Promise<void>
}

/**
 * Checks that a file can take an output, before any work is done for it.
 *
 * @param inputs files that the command reads, which must stay.
 * @throws {CannotWriteError} when it cannot.
 */
export async function openOutput(path: string, inputs: readonly string[] = []): Promise<Output> {
  await targetOf(path, inputs)
  return {
    async write(content, signal) {
      const { target, mode } = await targetOf(path, inputs)
      if (mode !== undefined && (await isSameOfRun(target, content))) return
      await writeFileWhole(target, content, { mode, beforeMove: async () => signal?.throwIfAborted() })
    },
  }
}

/** The plain file behind a path, existing or not, and who may read it where it exists. */
async function targetOf(path: string, inputs: readonly string[]): Promise<{ target: string; mode?: number }> {
  let target = path
  try {
    target = await followLinks(path)
    const found = await statIfThere(target)
    if (found === undefined || found.isFile()) await access(dirname(target), constants.W_OK)
    if (found === undefined) return { target }
    if (found.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' })
    if (!found.isFile()) throw new CannotWriteError(path, `it is ${kindOf(found)}`, 'choose a plain file', 'input')
    for (const input of inputs) {
      const read = await statIfThere(input)
      if (read && isSame(read, found)) {
        throw new CannotWriteError(path, `${input} is read from it`, 'choose another file', 'input')
      }
    }
    for (const stream of [1, 2]) {
      const open = statOfStream(stream)
      if (open && isSame(open, found)) {
        throw new CannotWriteError(path, 'this command prints to it', 'choose another file', 'input')
      }
    }
    await access(target, constants.W_OK)
    return { target, mode: found.mode & 0o777 }
  } catch (cause) {
    throw cannotWrite(target, cause)
  }
}

/** Where a chain of links ends, though nothing be there. @throws ELOOP where it never ends. */
async function followLinks(path: string): Promise<string> {
  let end = resolve(path)
  for (let links = 0; links < 40; links++) {
    // Pipes and the like of /dev/stdout have no path of their own; what they are is seen from the link.
    const found = await statIfThere(end)
    if (found !== undefined && !found.isFile()) return end
    const link = await readlink(end).catch((error: unknown) => {
      if (systemCode(error) === 'EINVAL' || systemCode(error) === 'ENOENT') return undefined
      throw error
    })
    if (link === undefined) return end
    end = resolve(await realpath(dirname(end)), link)
  }
  throw Object.assign(new Error('symbolic links in a circle'), { code: 'ELOOP' })
}

/**
 * Whether the file is one of a run, and what is to be written the same.
 *
 * @throws {CannotWriteError} when it is one of a run, and would change.
 */
async function isSameOfRun(file: string, content: Uint8Array | string): Promise<boolean> {
  const { run, path } = (await runAround(file)) ?? {}
  if (run === undefined || path === undefined) return false
  const isOfRun = [recordName, taskRecordName].includes(basename(path)) || (await run.has(path))
  if (!isOfRun) return false
  const current = await openPlainFile(file)
  try {
    if (Buffer.from(content as string).equals(await readWhole(current))) return true
  } finally {
    await current.close()
  }
  const reason = `it belongs to the run ${run.directory}, and would be another one`
  throw new CannotWriteError(file, reason, 'choose another folder', 'input')
}

async function statIfThere(path: string) {
  return stat(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
}

function statOfStream(stream: number) {
  try {
    return fstatSync(stream)
  } catch {
    return undefined
  }
}

function isSame(one: { dev: number; ino: number }, other: { dev: number; ino: number }): boolean {
  return one.dev === other.dev && one.ino === other.ino
}
