import { BackendUnavailableError, chooseBackend, defineEnsemble, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { tfjsBackend } from './tfjs-backend.js'

const ensemble = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { seed: 1, data: { probability: 0.5 } },
})
const missing = async () => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
}

test('an engine that is not installed is not available, says how to install it, and is passed over', async () => {
  const absent = await tfjsBackend('wasm', missing)
  expect(await absent.probe()).toEqual({
    available: false,
    reason: expect.stringContaining('npm install @digon/backend-tfjs'),
  })
  await expect(absent.open(ensemble)).rejects.toBeInstanceOf(BackendUnavailableError)
  const { backend } = await chooseBackend([absent, reference()], [ensemble])
  expect(backend.name).toBe('reference')
})

test('an engine that is installed is itself, and one that fails for another reason is not hidden', async () => {
  expect((await tfjsBackend('cpu')).name).toBe('tfjs-cpu')
  await expect(tfjsBackend('cpu', () => Promise.reject(new SyntaxError('broken')))).rejects.toThrow('broken')
})
