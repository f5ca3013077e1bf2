import { join } from 'node:path'
import type { RunRecord } from '@digon/formats'
import { openRun, readTaskRecords } from '@digon/runs'
import { UsageError } from '../exit-code.js'

/**
 * The weights file of a run: its own, or that of one of its ensembles.
 *
 * @param ensemble as `EXPERIMENT/ENSEMBLE`; needed only where a run has several.
 * @throws {NotARunError} when the folder is no run.
 * @throws {UsageError} when the run has no such ensemble, or several and none was named.
 */
export async function weightsFileOfRun(directory: string, ensemble: string | undefined): Promise<string> {
  const { record, state } = await openRun(directory)
  const names = record.schemaVersion === 1 ? foldersOfVersion1(record) : await finishedFolders(directory)
  if (names.length === 0) throw new UsageError(`${directory} has no weights yet; it is ${state}`)
  const chosen = names.length === 1 && ensemble === undefined ? names[0] : names.find((name) => name === ensemble)
  if (chosen === undefined) {
    const problem = ensemble === undefined ? 'holds several ensembles' : `has no ensemble ${ensemble}`
    throw new UsageError(`${directory} ${problem}; choose one with --ensemble: ${names.join(', ')}`)
  }
  return join(directory, chosen, 'weights.safetensors')
}

async function finishedFolders(directory: string): Promise<readonly string[]> {
  const records = [...(await readTaskRecords(directory))]
  return records.filter(([, { status }]) => status === 'finished').map(([folder]) => folder)
}

function foldersOfVersion1({ files }: RunRecord): readonly string[] {
  const paths = Object.keys(files).filter((path) => path.endsWith('weights.safetensors'))
  return paths.map((path) => path.slice(0, Math.max(0, path.length - '/weights.safetensors'.length)))
}
