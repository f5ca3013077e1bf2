/** What lies in a run's folder, whatever run.json says about it. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { systemCode } from './file-system.js'
import { isPartial } from './write-file-whole.js'

export const recordName = 'run.json'

/** Paths of all files below a folder but the run's record, `/` between folders, ascending. Hidden files are left out. */
export async function filesBelow(directory: string): Promise<readonly string[]> {
  const paths = await pathsBelow(directory)
  return paths.filter((path) => path !== recordName && !path.split('/').some((name) => name.startsWith('.')))
}

/** Paths of everything but folders below a folder, hidden files as well. A file or folder that goes meanwhile is left out. */
export async function pathsBelow(directory: string): Promise<readonly string[]> {
  const paths: string[] = []
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return []
      throw error
    })
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) await visit(path)
      else paths.push(path)
    }
  }
  await visit('')
  return paths.sort()
}

/** Paths of the files that a killed process left half-written. */
export async function partialsBelow(directory: string): Promise<readonly string[]> {
  return (await pathsBelow(directory)).filter((path) => isPartial(basename(path)))
}

/** What else than a run a folder holds, at the top; hidden files and a file system's own folder do not count. */
export async function foreignEntries(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory)
  return names.filter((name) => !name.startsWith('.') && name !== 'lost+found').sort()
}
