import { join } from 'node:path'
import { openRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'

/**
 * The weights file of a run: its own, or that of one of its ensembles.
 *
 * @param ensemble as `EXPERIMENT/ENSEMBLE`; needed only where a run has several.
 * @throws {NotARunError} when the folder is no run.
 * @throws {UsageError} when the run has no such ensemble, or several and none was named.
 */
export async function weightsFileOfRun(directory: string, ensemble: string | undefined): Promise<string> {
  const { record } = await openRun(directory)
  const names = Object.keys(record.files)
    .filter((path) => path.endsWith('weights.safetensors'))
    .map((path) => path.slice(0, -'/weights.safetensors'.length))
  if (names.length === 0) throw new UsageError(`${directory} has no weights yet; it is ${record.status}`)
  const chosen = names.length === 1 && ensemble === undefined ? names[0] : names.find((name) => name === ensemble)
  if (chosen === undefined) {
    const problem = ensemble === undefined ? 'holds several ensembles' : `has no ensemble ${ensemble}`
    throw new UsageError(`${directory} ${problem}; choose one with --ensemble: ${names.join(', ')}`)
  }
  return join(directory, chosen, 'weights.safetensors')
}
