import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { tfjs } from './index.js'

test('tfjs is loaded by the first probe, not by importing, describing or asking what is supported', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 1 } },
  })
  const backend = tfjs('cpu')
  expect(backend.name).toBe('tfjs-cpu')
  expect(backend.supports(ensemble)).toEqual({ supported: true })
  // Where the engine keeps itself, so that all copies of tfjs share it.
  expect(globalThis).not.toHaveProperty('_tfengine')
  await backend.probe()
  expect(globalThis).toHaveProperty('_tfengine')
})

test('no package of the repository depends on the union package; who may use its parts is a rule of the house', () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      const manifest = JSON.parse(readFileSync(join(root, group, name, 'package.json'), 'utf8')) as Record<
        string,
        object
      >
      const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
      expect(kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))).not.toContain('@tensorflow/tfjs')
    }
  }
})

test('an ensemble that cannot fit is refused with its size, before anything is loaded or allocated', () => {
  const shape = { featureCount: 40_000, hiddenSize: 2500 }
  const ensemble = defineEnsemble({ model: shape, batchSize: 1, members: { seed: 1, data: { probability: 0.1 } } })
  expect(tfjs('wasm').supports(ensemble)).toEqual({
    supported: false,
    reason: 'a step needs about 3.73 GiB; tfjs has room for 3.00 GiB',
  })
})

test('on webgpu, an ensemble with a tensor above what every device takes is refused', () => {
  const data = { kind: 'independent' as const, probability: 0.1 }
  const of = (count: number) =>
    defineEnsemble({ model: { featureCount: 400, hiddenSize: 30 }, members: { count, seed: 1, data } })
  expect(tfjs('webgpu').supports(of(81))).toEqual({ supported: true })
  expect(tfjs('webgpu').supports(of(82))).toEqual({
    supported: false,
    reason: 'its largest tensor has 134348800 bytes; every WebGPU device takes 134217728',
  })
  expect(tfjs('wasm').supports(of(82))).toEqual({ supported: true })
})
