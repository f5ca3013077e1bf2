import { fromDense } from '@digon/data'
import { defineEnsemble, type EnsembleDescription, type Member } from '@digon/model'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { decodeEnsemble, encodeEnsemble } from './ensemble-document.js'

const batches = [fromDense([1, 0, 0, 0.5], 2, 2), fromDense([0, 0, 0, 0.1], 2, 2)]
const parameters = {
  weights: { shape: [2, 1], values: new Float32Array([0.1, -0.2]) },
  bias: { shape: [2], values: new Float64Array([0.1, 0.2]) },
}
const description: EnsembleDescription = {
  model: { featureCount: 2, hiddenSize: 1 },
  batchSize: 2,
  members: [
    {
      seed: 1,
      data: {
        kind: 'independent',
        probability: [0.1, 0.2],
        groups: [{ kind: 'together', features: [0, 1], probability: 0.5 }],
      },
    },
    { seed: 2, data: { kind: 'batches', batches } },
    { seed: 3, data: { kind: 'batches', batches }, initialization: { kind: 'given', parameters } },
  ],
}

const reader =
  (files: ReadonlyMap<string, Uint8Array>) =>
  async (name: string): Promise<Uint8Array> =>
    files.get(name) ?? Promise.reject(new Error(`no ${name}`))

test('an ensemble survives the way through JSON and its files, typed arrays and all', async () => {
  const ensemble = defineEnsemble(description)
  const { document, files } = await encodeEnsemble(ensemble)
  const read = await decodeEnsemble(JSON.parse(canonicalJson(document)), 'run.json', reader(files))
  expect(read).toEqual(ensemble)
})

test('samples that members share are one file, named by its hash', async () => {
  const { document, files } = await encodeEnsemble(defineEnsemble(description))
  const [, second, third] = document.members as Record<keyof Member, unknown>[]
  expect(second!.data).toEqual(third!.data)
  const [names, reference] = [[...files.keys()], second!.data as { file: string; sha256: string }]
  expect(names).toHaveLength(2)
  expect(names[0]).toBe(`batches-${reference.sha256.slice(0, 16)}.safetensors`)
  expect(reference).toMatchObject({ kind: 'batches', file: names[0] })
  expect(names[1]).toMatch(/^parameters-[0-9a-f]{16}\.safetensors$/)
})

test('equal numbers in different arrays give the same document', async () => {
  const copied = batches.map(({ offsets, features, values, ...counts }) => {
    return { ...counts, offsets: offsets.slice(), features: features.slice(), values: values.slice() }
  })
  const members = [{ seed: 2, data: { kind: 'batches' as const, batches: copied } }]
  const one = await encodeEnsemble(defineEnsemble({ ...description, members }))
  const other = await encodeEnsemble(
    defineEnsemble({ ...description, members: [{ seed: 2, data: { kind: 'batches', batches } }] }),
  )
  expect(canonicalJson(one.document)).toBe(canonicalJson(other.document))
})

describe('a document whose files are not the named ones is refused', () => {
  const encoded = encodeEnsemble(defineEnsemble(description))

  test('by its hash', async () => {
    const { document, files } = await encoded
    const changed = new Map(
      [...files].map(([name, bytes]) => [name, bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte))]),
    )
    await expect(decodeEnsemble(document, 'run.json', reader(changed))).rejects.toThrow(
      /^batches-.*\.safetensors: invalid SHA-256: [0-9a-f]{64}; expected [0-9a-f]{64}, as run\.json says$/,
    )
  })

  test('by a name that leaves the folder', async () => {
    const { document, files } = await encoded
    const text = canonicalJson(document).replaceAll(/"batches-[^"]*"/g, '"../secret.safetensors"')
    await expect(decodeEnsemble(JSON.parse(text), 'run.json', reader(files))).rejects.toThrow(
      'run.json: invalid members.1.data.file: "../secret.safetensors"; expected a file name inside this folder',
    )
  })
})
