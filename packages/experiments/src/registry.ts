/** All experiments, with what they do, each loaded when it is asked for. The list alone is `catalog.ts`. */
import { nearestName } from '@digon/messages'
import type { Experiment } from './experiment.js'
import { UnknownExperimentError } from './unknown-experiment-error.js'

/** In the order of the paper, as `experimentCatalog`. */
const loaders: Readonly<Record<string, () => Promise<Experiment>>> = {
  intro: async () => (await import('./intro/intro.js')).intro,
  demonstration: async () => (await import('./demonstration/demonstration.js')).demonstration,
  notebook: async () => (await import('./notebook/notebook.js')).notebook,
  'loss-terms': async () => (await import('./loss-terms/loss-terms.js')).lossTerms,
  'phase-change': async () => (await import('./phase-change/phase-change.js')).phaseChange,
  geometry: async () => (await import('./geometry/geometry.js')).geometry,
  'varied-feature': async () => (await import('./varied-feature/varied-feature.js')).variedFeature,
  correlated: async () => (await import('./correlated/correlated.js')).correlated,
  collapse: async () => (await import('./collapse/collapse.js')).collapse,
  'energy-levels': async () => (await import('./energy-levels/energy-levels.js')).energyLevels,
  'geometric-transformations': async () =>
    (await import('./geometric-transformations/geometric-transformations.js')).geometricTransformations,
  adversarial: async () => (await import('./adversarial/adversarial.js')).adversarial,
  'privileged-basis': async () => (await import('./privileged-basis/privileged-basis.js')).privilegedBasis,
  'absolute-value': async () => (await import('./absolute-value/absolute-value.js')).absoluteValue,
  'asymmetric-motif': async () => (await import('./asymmetric-motif/asymmetric-motif.js')).asymmetricMotif,
  'sparsity-penalty': async () => (await import('./sparsity-penalty/sparsity-penalty.js')).sparsityPenalty,
  'noisy-simulation': async () => (await import('./noisy-simulation/noisy-simulation.js')).noisySimulation,
}

/** Ids as on the command line, in the order of the paper. */
export const experimentIds: readonly string[] = Object.keys(loaders)

/**
 * @param id as in the catalog; upper and lower case differ.
 * @throws {UnknownExperimentError} with the id that was probably meant.
 */
export async function loadExperiment(id: string): Promise<Experiment> {
  const load = Object.hasOwn(loaders, id) ? loaders[id] : undefined
  if (load === undefined) throw new UnknownExperimentError(id, experimentIds, nearestName(id, experimentIds))
  return load()
}
