/** Where the engine cannot run, probe says why and open refuses; a precision is never exchanged for another. */
import { type BackendUnavailableError, defineEnsemble } from '@digon/model'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const ensemble = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  members: { seed: 1, data: { kind: 'independent', probability: 0.5 } },
})

test('without SIMD the backend says so and refuses to open', async () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  const { wasm } = await import('./backend.js')
  expect(await wasm().probe()).toEqual({ available: false, reason: 'no WebAssembly SIMD here' })
  await expect(wasm().open(ensemble)).rejects.toMatchObject({ name: 'BackendUnavailableError' })
})

test('without relaxed SIMD the relaxed precision is refused, and the deterministic one still runs', async () => {
  const { relaxedModule } = await import('./generated/modules.js')
  const relaxedLength = atob(relaxedModule).length
  const validate = WebAssembly.validate
  vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => bytes.byteLength !== relaxedLength && validate(bytes))
  const { wasm } = await import('./backend.js')
  const relaxed = wasm({ precision: 'relaxed' })
  const probe = await relaxed.probe()
  expect(probe).toEqual({ available: false, reason: expect.stringContaining('no relaxed WebAssembly SIMD here') })
  const failure = await relaxed.open(ensemble).catch((error: unknown) => error)
  expect((failure as BackendUnavailableError).message).toContain('wasm: no relaxed WebAssembly SIMD here')
  expect((await wasm().probe()).available).toBe(true)
})

test('features are looked at once', async () => {
  const validate = vi.spyOn(WebAssembly, 'validate')
  const { refusal } = await import('./engine-module.js')
  expect([refusal('deterministic'), refusal('deterministic')]).toEqual([undefined, undefined])
  expect(validate).toHaveBeenCalledTimes(1)
})
