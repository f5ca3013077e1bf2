import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromDense } from '@digon/data'
import { sha256, writeBatches } from '@digon/formats'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSpecFile } from './read-spec-file.js'

let folder = ''
const samples = writeBatches([fromDense([1, 0, 0, 0.5], 2, 2)])
const spec = async (file: string): Promise<string> => `model: { featureCount: 2, hiddenSize: 1 }
batchSize: 2
members: { seed: 1, data: { kind: batches, file: ${file}, sha256: ${await sha256(samples)} } }
steps: 3
`

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-spec-'))
  await mkdir(join(folder, 'specs', 'data'), { recursive: true })
  await writeFile(join(folder, 'specs', 'data', 'samples.safetensors'), samples)
  await writeFile(join(folder, 'outside.safetensors'), samples)
})
afterEach(() => rm(folder, { recursive: true }))

test('a spec is read with the samples that lie beside it', async () => {
  const path = join(folder, 'specs', 'a.yaml')
  await writeFile(path, await spec('data/samples.safetensors'))
  const { ensemble, steps } = await readSpecFile(path)
  expect(steps).toBe(3)
  expect(ensemble.members[0]!.data).toEqual({ kind: 'batches', batches: [fromDense([1, 0, 0, 0.5], 2, 2)] })
})

test('a file that is missing, elsewhere or reached through a link is not read', async () => {
  const path = join(folder, 'specs', 'a.yaml')
  await writeFile(path, await spec('none.safetensors'))
  await expect(readSpecFile(path)).rejects.toThrow('none.safetensors: invalid path: no such file')
  await writeFile(path, await spec('../outside.safetensors'))
  await expect(readSpecFile(path)).rejects.toThrow(`${path}:3:50: invalid members.data.file`)
  await symlink('../outside.safetensors', join(folder, 'specs', 'link.safetensors'))
  await writeFile(path, await spec('link.safetensors'))
  await expect(readSpecFile(path)).rejects.toThrow('link.safetensors: invalid path: a symbolic link')
})

test('what is wrong is named with the path as it was given', async () => {
  const path = join(folder, 'specs', 'a.yaml')
  await writeFile(path, 'model: [1\n')
  await expect(readSpecFile(path)).rejects.toThrow(`${path}:2:1: Flow sequence`)
})
