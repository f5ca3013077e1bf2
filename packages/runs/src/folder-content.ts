/** What lies in a run's folder, whatever run.json says about it. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isPartial } from './write-file-whole.js'

export const recordName = 'run.json'

/** Paths of all files below a folder but the run's record, `/` between folders, ascending. Hidden files are left out. */
export async function filesBelow(directory: string): Promise<readonly string[]> {
  const paths = await pathsBelow(directory)
  return paths.filter((path) => path !== recordName && !path.split('/').some((name) => name.startsWith('.')))
}

async function pathsBelow(directory: string): Promise<readonly string[]> {
  const paths: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
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
