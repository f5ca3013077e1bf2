import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { InvalidFileError } from './invalid-file.js'
import { type AskedRun, type RunRecord, readRunRecord, runId, writeRunRecord } from './run-record.js'

const asked: AskedRun = { spec: { b: 1, a: [0.5] }, seed: 7, backend: 'wasm', precision: 'float32', streamVersion: 1 }

async function record(): Promise<RunRecord> {
  return {
    ...asked,
    schemaVersion: 1,
    id: await runId(asked),
    packageVersions: { '@digon/model': '0.0.0' },
    status: 'finished',
    startedAt: '2026-01-31T12:00:00.000Z',
    finishedAt: '2026-01-31T12:00:01.500Z',
    seconds: 1.5,
    secondsByPart: { 'intro/panels': 1.25 },
    machine: 'a processor, 2 cores',
    files: { 'weights.safetensors': 'ab'.repeat(32) },
    sizes: { 'weights.safetensors': 120 },
  }
}

test('the id is the SHA-256 of the canonical JSON of what was asked', async () => {
  // printf '{"backend":"wasm","precision":"float32","seed":7,"spec":{"a":[0.5],"b":1},"streamVersion":1}' | sha256sum
  expect(await runId(asked)).toBe('b92bf9ca8ce6f083004a8383404598b2587cd70a6be17884386be830e947f58f')
})

test('the order of keys and fields beyond what was asked do not change the id, anything asked does', async () => {
  const id = await runId(asked)
  expect(await runId({ ...(await record()), spec: { a: [0.5], b: 1 } })).toBe(id)
  const changes: Partial<AskedRun>[] = [
    { seed: 8 },
    { backend: 'x' },
    { precision: 'x' },
    { streamVersion: 2 },
    { spec: {} },
  ]
  for (const change of changes) expect(await runId({ ...asked, ...change })).not.toBe(id)
})

test('a record is read back as written, its text the same for equal records', async () => {
  const written = await record()
  const text = writeRunRecord(written)
  expect(await readRunRecord(text, 'run.json')).toEqual(written)
  expect(text.endsWith('}\n')).toBe(true)
  expect(writeRunRecord({ ...written, spec: { a: [0.5], b: 1 } })).toBe(text)
})

test('a record without a machine and the seconds of its parts, as it was once written, is read', async () => {
  const { machine: _, secondsByPart: __, ...older } = await record()
  expect(await readRunRecord(JSON.stringify(older), 'run.json')).toEqual({
    ...older,
    machine: 'unknown',
    secondsByPart: {},
  })
})

describe('a run.json that cannot be believed is refused', () => {
  const cases: readonly [what: string, change: Record<string, unknown>, message: string][] = [
    ['of a newer schema', { schemaVersion: 2 }, 'schemaVersion: 2; expected 1'],
    ['without a schema', { schemaVersion: undefined }, 'schemaVersion: missing'],
    ['without a field', { seed: undefined }, 'seed: expected an integer ≥ 0'],
    ['with an unknown field', { extra: 1 }, 'content: expected'],
    ['with an unknown status', { status: 'done' }, 'status: expected running, interrupted or finished'],
    ['with negative seconds', { seconds: -1 }, 'seconds: expected a number ≥ 0'],
    ['with a part of negative seconds', { secondsByPart: { a: -1 } }, 'secondsByPart.a: expected a number ≥ 0'],
    ['with a day for a time', { startedAt: '2026-01-31' }, 'startedAt: expected a time like'],
    ['with a path out of the folder', { files: { '../x': 'ab'.repeat(32) } }, 'files.../x: expected'],
    ['with an absolute path', { sizes: { '/etc/passwd': 1 } }, 'sizes./etc/passwd: expected'],
    ['with a short hash', { files: { x: 'ab' } }, 'files.x: expected 64 hexadecimal digits'],
    ['with a hash but no size', { sizes: {} }, 'sizes.weights.safetensors: missing; files has its hash'],
    ['with a size but no hash', { files: {} }, 'files.weights.safetensors: missing; sizes has its size'],
    ['with another spec than its id', { spec: { a: [0.6], b: 1 } }, 'the hash of what was asked'],
  ]
  test.each(cases)('%s', async (_, change, message) => {
    const text = canonicalJson({ ...(await record()), ...change })
    await expect(readRunRecord(text, 'run.json')).rejects.toThrow(message)
    await expect(readRunRecord(text, 'run.json')).rejects.toThrow(InvalidFileError)
  })

  test.each(['', '[]', 'null', '{', '{"a":1,"a":2}', '['.repeat(1e5), '{"spec":'.repeat(1e5)])(
    '%.20j',
    async (text) => {
      await expect(readRunRecord(text, 'run.json')).rejects.toThrow(InvalidFileError)
    },
  )
})
