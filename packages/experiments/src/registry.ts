/** All experiments, with what they do. The list alone is `catalog.ts`. */
import { nearestName } from '@digon/model'
import { absoluteValue } from './absolute-value/absolute-value.js'
import { adversarial } from './adversarial/adversarial.js'
import { asymmetricMotif } from './asymmetric-motif/asymmetric-motif.js'
import { collapse } from './collapse/collapse.js'
import { correlated } from './correlated/correlated.js'
import { demonstration } from './demonstration/demonstration.js'
import { energyLevels } from './energy-levels/energy-levels.js'
import type { Experiment } from './experiment.js'
import { geometricTransformations } from './geometric-transformations/geometric-transformations.js'
import { geometry } from './geometry/geometry.js'
import { intro } from './intro/intro.js'
import { lossTerms } from './loss-terms/loss-terms.js'
import { noisySimulation } from './noisy-simulation/noisy-simulation.js'
import { notebook } from './notebook/notebook.js'
import { phaseChange } from './phase-change/phase-change.js'
import { privilegedBasis } from './privileged-basis/privileged-basis.js'
import { sparsityPenalty } from './sparsity-penalty/sparsity-penalty.js'
import { UnknownExperimentError } from './unknown-experiment-error.js'
import { variedFeature } from './varied-feature/varied-feature.js'

/** In the order of the paper, as `experimentCatalog`. */
export const experiments: readonly Experiment[] = [
  intro,
  demonstration,
  notebook,
  lossTerms,
  phaseChange,
  geometry,
  variedFeature,
  correlated,
  collapse,
  energyLevels,
  geometricTransformations,
  adversarial,
  privilegedBasis,
  absoluteValue,
  asymmetricMotif,
  sparsityPenalty,
  noisySimulation,
]

/**
 * @param id as in the catalog; upper and lower case differ.
 * @throws {UnknownExperimentError} with the id that was probably meant.
 */
export function findExperiment(id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id)
  if (found !== undefined) return found
  const known = experiments.map((experiment) => experiment.id)
  throw new UnknownExperimentError(id, known, nearestName(id, known))
}
