/** Engines that train autoencoders and no custom models: the type of their ensembles, and how they refuse all others. */
import type { Backend, OpenOptions, Support } from '../backend.js'
import { UnsupportedEnsembleError } from '../backend-errors.js'
import { checkComplete } from '../check-complete.js'
import { checkSnapshot } from '../check-snapshot.js'
import type { AutoencoderModel, Ensemble } from '../ensemble.js'

/** An ensemble of autoencoders. */
export interface AutoencoderEnsemble extends Ensemble {
  readonly model: AutoencoderModel
}

/** Whether the ensemble trains autoencoders, not a custom model. */
export function isAutoencoder(ensemble: Ensemble): ensemble is AutoencoderEnsemble {
  return ensemble.model.kind === 'autoencoder'
}

/** `Backend.supports` of an engine that trains every autoencoder ensemble and nothing else. */
export function autoencoderSupport({ model }: Ensemble): Support {
  if (model.kind === 'autoencoder') return { supported: true }
  const reason = `custom model ${model.name}: this engine knows autoencoders only; custom models run on tfjs backends`
  return { supported: false, reason }
}

/**
 * The checks with which `Backend.open` begins: of the signal, of the ensemble's fields, of what the backend
 * supports, of the snapshot.
 *
 * @returns the same ensemble.
 * @throws {InvalidEnsembleError} when a field is missing.
 * @throws {UnsupportedEnsembleError} when `supports` says no.
 * @throws {SnapshotMismatchError} when the snapshot's shapes are not the ensemble's.
 * @throws the signal's reason when it is aborted.
 */
export function autoencoderToOpen(
  backend: Pick<Backend, 'name' | 'supports'>,
  ensemble: Ensemble,
  { snapshot, signal }: OpenOptions,
): AutoencoderEnsemble {
  signal?.throwIfAborted()
  checkComplete(ensemble)
  const support = isAutoencoder(ensemble) ? backend.supports(ensemble) : autoencoderSupport(ensemble)
  if (!support.supported) throw new UnsupportedEnsembleError(backend.name, support.reason)
  if (snapshot) checkSnapshot(ensemble, snapshot)
  return ensemble as AutoencoderEnsemble
}
