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
  const { relaxedProgram } = await import('./simd.js')
  const validate = WebAssembly.validate
  vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => bytes !== relaxedProgram && validate(bytes))
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
  const { refusal } = await import('./simd.js')
  expect([refusal('deterministic'), refusal('deterministic')]).toEqual([undefined, undefined])
  expect(validate).toHaveBeenCalledTimes(1)
})

test('what the features say is what the engine says: both kinds compile exactly where they are not refused', async () => {
  const { refusal } = await import('./simd.js')
  const { engineModule } = await import('./engine-module.js')
  for (const precision of ['deterministic', 'relaxed'] as const) {
    const compiles = await engineModule(precision).then(
      () => true,
      () => false,
    )
    expect([precision, refusal(precision) === undefined]).toEqual([precision, compiles])
  }
})
