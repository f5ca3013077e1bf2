import '@tensorflow/tfjs-backend-wasm'
import { BackendUnavailableError, defineEnsemble } from '@digon/model'
import { env } from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { tfjs } from './index.js'

// A file of its own: a device starts once in a realm.
test('without SIMD the wasm device is unavailable and says so, and the cpu device works on', async () => {
  env().set('WASM_HAS_SIMD_SUPPORT', false)
  const reason = 'WebAssembly with SIMD is missing here'
  expect(await tfjs('wasm').probe()).toEqual({ available: false, reason })
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 1 } },
  })
  const opening = tfjs('wasm').open(ensemble)
  await expect(opening).rejects.toThrow(BackendUnavailableError)
  await expect(opening).rejects.toMatchObject({ passedOver: [{ name: 'tfjs-wasm', reason }] })
  expect(await tfjs('cpu').probe()).toMatchObject({ available: true })
})
