/**
 * Which experiments there are, in the order of the paper. Loads nothing but their settings, so that a list is shown at once; what
 * they do is loaded by `load`. A new experiment is one line here.
 */

import { absoluteValueSettings } from './absolute-value/settings.js'
import { adversarialSettings } from './adversarial/settings.js'
import { andGatesSettings } from './and-gates/settings.js'
import { asymmetricMotifSettings } from './asymmetric-motif/settings.js'
import { capacitySettings } from './capacity/settings.js'
import { collapseSettings } from './collapse/settings.js'
import { correlatedSettings } from './correlated/settings.js'
import { demonstrationSettings } from './demonstration/settings.js'
import { energyLevelsSettings } from './energy-levels/settings.js'
import type { Experiment } from './experiment.js'
import { geometricTransformationsSettings } from './geometric-transformations/settings.js'
import { geometrySettings } from './geometry/settings.js'
import { introSettings } from './intro/settings.js'
import { lossTermsSettings } from './loss-terms/settings.js'
import { noisySimulationSettings } from './noisy-simulation/settings.js'
import { notebookSettings } from './notebook/settings.js'
import { phaseChangeSettings } from './phase-change/settings.js'
import { privilegedBasisSettings } from './privileged-basis/settings.js'
import { saeRecoverySettings } from './sae-recovery/settings.js'
import { sparsityPenaltySettings } from './sparsity-penalty/settings.js'
import { variedFeatureSettings } from './varied-feature/settings.js'
import type { CatalogEntry } from './vocabulary/settings.js'

export { type CatalogEntry, type PresetName, type Publication, publicationOf } from './vocabulary/settings.js'

/** An experiment of the list, and how to load it. */
export interface ListedExperiment extends CatalogEntry {
  /** The experiment itself. */
  readonly load: () => Promise<Experiment>
}

/** Every experiment of the paper, in its order; then what came after it. */
export const experimentCatalog: readonly ListedExperiment[] = [
  listed(introSettings, async () => (await import('./intro/intro.js')).intro),
  listed(demonstrationSettings, async () => (await import('./demonstration/demonstration.js')).demonstration),
  listed(notebookSettings, async () => (await import('./notebook/notebook.js')).notebook),
  listed(lossTermsSettings, async () => (await import('./loss-terms/loss-terms.js')).lossTerms),
  listed(phaseChangeSettings, async () => (await import('./phase-change/phase-change.js')).phaseChange),
  listed(geometrySettings, async () => (await import('./geometry/geometry.js')).geometry),
  listed(variedFeatureSettings, async () => (await import('./varied-feature/varied-feature.js')).variedFeature),
  listed(correlatedSettings, async () => (await import('./correlated/correlated.js')).correlated),
  listed(collapseSettings, async () => (await import('./collapse/collapse.js')).collapse),
  listed(energyLevelsSettings, async () => (await import('./energy-levels/energy-levels.js')).energyLevels),
  listed(
    geometricTransformationsSettings,
    async () => (await import('./geometric-transformations/geometric-transformations.js')).geometricTransformations,
  ),
  listed(adversarialSettings, async () => (await import('./adversarial/adversarial.js')).adversarial),
  listed(privilegedBasisSettings, async () => (await import('./privileged-basis/privileged-basis.js')).privilegedBasis),
  listed(absoluteValueSettings, async () => (await import('./absolute-value/absolute-value.js')).absoluteValue),
  listed(asymmetricMotifSettings, async () => (await import('./asymmetric-motif/asymmetric-motif.js')).asymmetricMotif),
  listed(sparsityPenaltySettings, async () => (await import('./sparsity-penalty/sparsity-penalty.js')).sparsityPenalty),
  listed(noisySimulationSettings, async () => (await import('./noisy-simulation/noisy-simulation.js')).noisySimulation),
  listed(capacitySettings, async () => (await import('./capacity/capacity.js')).capacity),
  listed(andGatesSettings, async () => (await import('./and-gates/and-gates.js')).andGates),
  listed(saeRecoverySettings, async () => (await import('./sae-recovery/sae-recovery.js')).saeRecovery),
]

function listed(
  { id, title, section, publication, presets }: CatalogEntry,
  load: () => Promise<Experiment>,
): ListedExperiment {
  return { id, title, section, ...(publication && { publication }), presets, load }
}
