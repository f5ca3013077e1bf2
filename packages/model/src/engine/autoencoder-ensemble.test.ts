import { expect, test } from 'vitest'
import { SnapshotMismatchError, UnsupportedEnsembleError } from '../backend-errors.js'
import { defineEnsemble } from '../define-ensemble.js'
import { autoencoderSupport, autoencoderToOpen, isAutoencoder } from './autoencoder-ensemble.js'

const autoencoder = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { seed: 1, data: { probability: 1 } },
})
const custom = defineEnsemble({
  model: { kind: 'custom', name: 'deep', featureCount: 2, parameters: { matrix: [2, 2] } },
  members: { seed: 1, data: { probability: 1 }, initialization: { kind: 'normal', deviation: 0.1 } },
})
const backend = { name: 'mine', supports: autoencoderSupport }

test('an autoencoder is given back, and a custom model is refused, even by a backend that says it supports it', () => {
  expect([isAutoencoder(autoencoder), isAutoencoder(custom)]).toEqual([true, false])
  expect(autoencoderToOpen(backend, autoencoder, {})).toBe(autoencoder)
  const gullible = { name: 'mine', supports: () => ({ supported: true }) as const }
  for (const each of [backend, gullible]) {
    expect(() => autoencoderToOpen(each, custom, {})).toThrow(UnsupportedEnsembleError)
    expect(() => autoencoderToOpen(each, custom, {})).toThrow('custom model deep')
  }
})

test('what the backend does not support is refused with its reason, an aborted signal with its own', () => {
  const small = { name: 'mine', supports: () => ({ supported: false, reason: 'too large' }) as const }
  expect(() => autoencoderToOpen(small, autoencoder, {})).toThrow('ensemble not supported by mine: too large')
  const signal = AbortSignal.abort(new Error('stop'))
  expect(() => autoencoderToOpen(small, autoencoder, { signal })).toThrow('stop')
})

test('a snapshot of another shape is refused', () => {
  const snapshot = { step: 0, parameters: {}, firstMoments: {}, secondMoments: {}, diverged: [] }
  expect(() => autoencoderToOpen(backend, autoencoder, { snapshot })).toThrow(SnapshotMismatchError)
})
