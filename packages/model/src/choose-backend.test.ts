import { expect, test } from 'vitest'
import type { Backend, Device } from './backend.js'
import { BackendUnavailableError } from './backend-errors.js'
import { chooseBackend } from './choose-backend.js'
import { defineEnsemble } from './define-ensemble.js'
import { reference } from './reference.js'

const ensemble = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { seed: 1, data: { probability: 1 } },
})

function backend(name: string, facts: { unsupported?: string; unavailable?: string; kind?: Device['kind'] }): Backend {
  return {
    name,
    arithmetic: 'float32',
    supports: () =>
      facts.unsupported === undefined ? { supported: true } : { supported: false, reason: facts.unsupported },
    probe: async () => {
      if (facts.unsupported !== undefined) throw new Error('probed for nothing')
      return facts.unavailable === undefined
        ? { available: true, device: { description: 'SwiftShader', kind: facts.kind ?? 'cpu', limits: {} } }
        : { available: false, reason: facts.unavailable }
    },
    open: () => reference().open(ensemble),
  }
}

const unavailable = backend('webgpu', { unavailable: 'no GPU adapter' })
const unsupported = backend('wasm', { unsupported: 'gelu outputs' })
const software = backend('tfjs-webgpu', { kind: 'software' })

test('the first backend that supports the ensemble and is available is taken, with the reasons for passing the others over', async () => {
  const last = backend('tfjs-wasm', {})
  const choice = await chooseBackend([unavailable, unsupported, last, reference()], [ensemble])
  expect(choice.backend).toBe(last)
  expect(choice.device.kind).toBe('cpu')
  expect(choice.passedOver).toEqual([
    { name: 'webgpu', reason: 'no GPU adapter' },
    { name: 'wasm', reason: 'gelu outputs' },
  ])
})

test('a software device is taken only when that is allowed', async () => {
  const choice = await chooseBackend([software, reference()], [ensemble])
  expect(choice.backend.name).toBe('reference')
  expect(choice.passedOver).toEqual([
    { name: 'tfjs-webgpu', reason: 'SwiftShader is a software device, which is never taken by default' },
  ])
  expect((await chooseBackend([software, reference()], [ensemble], { allowSoftware: true })).backend).toBe(software)
})

test('when none fits, the error lists every reason', async () => {
  const error = await chooseBackend([unavailable, unsupported], [ensemble]).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(BackendUnavailableError)
  expect((error as BackendUnavailableError).message).toBe(
    'no backend available: webgpu: no GPU adapter; wasm: gelu outputs',
  )
  await expect(chooseBackend([], [ensemble])).rejects.toThrow('no backend available: none was given')
})

test('one backend is taken for all ensembles: it is passed over when it does not support a single one of them', async () => {
  const custom = defineEnsemble({
    model: { kind: 'custom', name: 'squares', featureCount: 2, parameters: { matrix: [2, 2] } },
    members: { seed: 1, data: { probability: 1 }, initialization: { kind: 'normal', deviation: 0.1 } },
  })
  const general = backend('tfjs-cpu', {})
  const choice = await chooseBackend([reference(), general], [ensemble, custom, ensemble])
  expect(choice.backend).toBe(general)
  expect(choice.passedOver).toEqual([{ name: 'reference', reason: expect.stringContaining('custom model squares') }])
  expect((await chooseBackend([reference(), general], [ensemble, ensemble])).backend.name).toBe('reference')
})
