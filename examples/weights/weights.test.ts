import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wasm } from '@digon/backend-wasm'
import { openWeights, readSafetensors } from '@digon/formats'
import { monosemanticNeuronCount, nameShapes, productName } from '@digon/metrics'
import { defineEnsemble, type EnsembleDescription, evaluateSamples, memberWeights, type Parameters } from '@digon/model'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'))

test('the set is small and complete', () => {
  const bytes = files.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0)
  expect(files.map((name) => name.replace('.safetensors', '')).sort()).toEqual([
    'absolute-value',
    'notebook-100-in-20',
    'octahedron',
    'pentagon',
    'square',
    'square-antiprism',
  ])
  expect(bytes).toBeLessThan(2_000_000)
})

test.each(files)('%s is what its metadata says: shape, neurons, loss on fresh samples, license', async (name) => {
  const bytes = new Uint8Array(readFileSync(join(folder, name)))
  const { metadata } = readSafetensors(bytes, name)
  const opened = openWeights(bytes, name)
  if (opened.kind !== 'model') return expect.unreachable()
  const weights = memberWeights(opened.parameters, 0)
  if (metadata.shape !== undefined) expect(productName(nameShapes(weights))).toBe(metadata.shape)
  if (metadata.monosemanticNeurons !== undefined) {
    expect(monosemanticNeuronCount(weights)).toBe(Number(metadata.monosemanticNeurons))
    expect(opened.hiddenActivation).toBe('relu')
  }
  expect(metadata.license).toBe('CC0-1.0')
  const { steps, member, count, seed, ...described } = JSON.parse(metadata.settings!) as EnsembleDescription & {
    readonly steps: number
    readonly member: number
    readonly count: number
    readonly seed: number
  }
  expect(member).toBeLessThan(count)
  expect(steps).toBeGreaterThan(0)
  const parameters: Parameters = opened.parameters
  const initialization = { kind: 'given', parameters } as const
  const ensemble = defineEnsemble({ ...described, members: { seed, initialization } })
  const session = await wasm().open(ensemble)
  const { losses } = await evaluateSamples(session, ensemble, { sampleCount: 100_000, seed: 14 })
  await session.dispose()
  expect(losses[0]!.toPrecision(6)).toBe(metadata.loss)
})
