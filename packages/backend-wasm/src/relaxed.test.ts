/** Relaxed SIMD: right within float32, and really another module. Node 20 has it behind a flag that must be set before the first compile. */
import { defineEnsemble, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'
import { hashOf } from './session-hash.test-support.js'

interface Flags {
  readonly versions: { readonly node: string }
  getBuiltinModule(name: 'node:v8'): { setFlagsFromString(flag: string): void }
}
const { versions, getBuiltinModule } = (globalThis as unknown as { process: Flags }).process
if (Number.parseInt(versions.node, 10) < 21) {
  getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd')
}

const ensemble = defineEnsemble({
  model: { featureCount: 50, hiddenSize: 12, hiddenActivation: 'relu', hiddenBias: true, tied: false },
  batchSize: 64,
  members: [1, 0.3, 0.02].map((probability, seed) => ({ seed, data: { kind: 'independent', probability } })),
})

test('the relaxed engine is available, says so, and agrees with the reference', async () => {
  const backend = wasm({ threads: 1, precision: 'relaxed' })
  expect(backend.arithmetic).toBe('float32-relaxed')
  expect(wasm({ threads: 1 }).arithmetic).toBe('float32')
  expect(await backend.probe()).toMatchObject({
    available: true,
    device: { description: 'WASM relaxed SIMD, 1 thread' },
  })
  const relaxed = await backend.open(ensemble)
  const exact = await reference().open(ensemble)
  await relaxed.advance(20)
  await exact.advance(20)
  const found = (await relaxed.parameters()).weights!.values
  const expected = (await exact.parameters()).weights!.values
  for (let index = 0; index < expected.length; index++) {
    expect(Math.abs(found[index]! - expected[index]!)).toBeLessThan(1e-4)
  }
  const plain = await wasm({ threads: 1 }).open(ensemble)
  await plain.advance(20)
  expect(await hashOf(plain)).not.toBe(await hashOf(relaxed))
  for (const session of [relaxed, exact, plain]) await session.dispose()
})
