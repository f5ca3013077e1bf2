/** An experiment by its id, loaded when it is asked for. */
import { nearestName } from '@digon/messages'
import { experimentCatalog } from './catalog.js'
import type { Experiment } from './experiment.js'
import { UnknownExperimentError } from './unknown-experiment-error.js'

/** Ids as on the command line, in the order of the paper. */
export const experimentIds: readonly string[] = experimentCatalog.map(({ id }) => id)

/**
 * @param id as in the catalog; upper and lower case differ.
 * @throws {UnknownExperimentError} with the id that was probably meant.
 */
export async function loadExperiment(id: string): Promise<Experiment> {
  const found = experimentCatalog.find((entry) => entry.id === id)
  if (found === undefined) throw new UnknownExperimentError(id, experimentIds, nearestName(id, experimentIds))
  return found.load()
}
