/**
 * The reference backend: float64 throughout, slow, and meant to be read. Every other engine is judged against it, and it
 * is judged against PyTorch and finite differences. It needs nothing but JavaScript, so it runs anywhere.
 */
import type { Backend } from './backend.js'
import { autoencoderSupport, autoencoderToOpen } from './engine/autoencoder-ensemble.js'
import { createSession } from './engine/session.js'
import { ReferenceTraining } from './reference-training.js'

/**
 * The float64 reference, for every autoencoder ensemble. Parameters, moments and arithmetic are float64; it starts from the
 * float32 initial values that all engines share, from `given` parameters as they are, or from a snapshot as it is.
 * A custom model is refused: the reference differentiates by hand.
 */
export function reference(): Backend {
  const backend: Backend = {
    name: 'reference',
    arithmetic: 'float64',
    probe: async () => ({ available: true, device: { description: 'JavaScript, float64', kind: 'cpu', limits: {} } }),
    supports: autoencoderSupport,
    open: async (ensemble, options = {}) => {
      const checked = autoencoderToOpen(backend, ensemble, options)
      return createSession(checked, new ReferenceTraining(checked, options.snapshot))
    },
  }
  return backend
}
