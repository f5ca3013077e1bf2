/** Disks for tests, and what lies on them. */
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import { filesBelow } from './folder-content.js'

/** The disk without its flushes, which take most of the time and change nothing that can be seen in a test. */
export const quickFileSystem: FileSystem = {
  ...nodeFileSystem,
  writeNewFile: (path, content) => writeFile(path, content, { flag: 'wx' }),
  moveFile: rename,
}

/** Path to hash of everything in a run's folder but run.json and task.json, which say when and by whom. */
export async function hashesOf(directory: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const path of await filesBelow(directory)) {
    if (/(^|\/)task\.json$/.test(path)) continue
    found[path] = createHash('sha256')
      .update(await readFile(join(directory, path)))
      .digest('hex')
  }
  return found
}
