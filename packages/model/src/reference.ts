/**
 * The reference backend: float64 throughout, slow, and meant to be read. Every other engine is judged against it, and it
 * is judged against PyTorch and finite differences. It needs nothing but JavaScript, so it runs anywhere.
 */
import type { Backend } from './backend.js'
import { UnsupportedEnsembleError } from './backend-errors.js'
import type { AutoencoderModel, Ensemble } from './ensemble.js'
import { ReferenceSession } from './reference-session.js'

/** Name of the reference backend. */
const name = 'reference'

/**
 * The float64 reference, for every autoencoder ensemble. Parameters, moments and arithmetic are float64; it starts from the
 * float32 initial values that all engines share, from `given` parameters as they are, or from a snapshot as it is.
 * A custom model is refused: the reference differentiates by hand.
 */
export function reference(): Backend {
  return {
    name,
    arithmetic: 'float64',
    probe: async () => ({ available: true, device: { description: 'JavaScript, float64', kind: 'cpu', limits: {} } }),
    supports: (ensemble) =>
      isAutoencoder(ensemble) ? { supported: true } : { supported: false, reason: refusal(ensemble) },
    open: async (ensemble, options = {}) => {
      options.signal?.throwIfAborted()
      if (!isAutoencoder(ensemble)) throw new UnsupportedEnsembleError(name, refusal(ensemble))
      return new ReferenceSession(ensemble, options)
    },
  }
}

function isAutoencoder(ensemble: Ensemble): ensemble is Ensemble & { readonly model: AutoencoderModel } {
  return ensemble.model.kind === 'autoencoder'
}

function refusal({ model }: Ensemble): string {
  const found = model.kind === 'custom' ? `custom model ${model.name}` : model.kind
  return `${found}: the reference knows autoencoders only; custom models run on tfjs backends`
}
