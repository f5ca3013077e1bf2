import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { InvalidFileError } from './invalid-file.js'
import { type RunRecord, type RunRequest, readRunRecord, runId, writeRunRecord } from './run-record.js'
import type { RunSpec } from './run-spec.js'
import { sha256 } from './sha256.js'

const spec: RunSpec = { kind: 'reproduce', experiments: ['intro'], preset: 'quick', seed: 7, seeds: 1 }
const asked: RunRequest = { spec, backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }

async function record(): Promise<RunRecord> {
  return {
    ...asked,
    schemaVersion: 2,
    id: await runId(asked),
    packageVersions: { '@digon/model': '0.0.0' },
    status: 'finished',
    startedAt: '2026-01-31T12:00:00.000Z',
    finishedAt: '2026-01-31T12:00:01.500Z',
    seconds: 1.5,
    secondsByPart: { intro: 1.25 },
    machine: 'a processor, 2 cores',
    files: { 'report.html': { bytes: 120, sha256: 'ab'.repeat(32) } },
    tasks: 'cd'.repeat(32),
  }
}

test('the id is the SHA-256 of the canonical JSON of what was asked', async () => {
  // printf '{"arithmetic":"float32","backend":"wasm","spec":{"experiments":["intro"],"kind":"reproduce","preset":"quick","seed":7,"seeds":1},"streamVersion":1}' | sha256sum
  expect(await runId(asked)).toBe('2dd242d0b22577e8fdef963f4522b323c03e5976807d22ddd212fb84b6d6db68')
})

test('the order of keys and fields beyond what was asked do not change the id, anything asked does', async () => {
  const id = await runId(asked)
  const { kind, ...others } = spec
  expect(await runId({ ...(await record()), spec: { ...others, kind } as RunSpec })).toBe(id)
  const changes: Partial<RunRequest>[] = [
    { backend: 'x' },
    { arithmetic: 'x' },
    { streamVersion: 2 },
    { spec: { ...spec, seed: 8 } },
    { spec: { ...spec, experiments: ['intro', 'geometry'] } },
  ]
  for (const change of changes) expect(await runId({ ...asked, ...change })).not.toBe(id)
})

test('a record is read back as written, its text the same for equal records', async () => {
  const written = await record()
  const text = writeRunRecord(written)
  expect(await readRunRecord(text, 'run.json')).toEqual(written)
  expect(text.endsWith('}\n')).toBe(true)
  const { kind, ...others } = spec
  expect(writeRunRecord({ ...written, spec: { ...others, kind } as RunSpec })).toBe(text)
})

describe('a record of schema version 1', () => {
  const ensemble = { members: [] }
  const reproduceSpec = { kind: 'reproduce', experiments: ['intro'], preset: 'paper' }
  const trainSpec = { kind: 'train', ensemble, steps: 7, lossEvery: 3, checkpointEvery: 5, record: [0, 2] }
  const version1 = async (spec: object, seed: number | null, change: object = {}): Promise<string> => {
    const asked = { spec, seed, backend: 'wasm', precision: 'float32', streamVersion: 1 }
    const { packageVersions, status, startedAt, finishedAt, seconds } = await record()
    const rest = { packageVersions, status, startedAt, finishedAt, seconds }
    const files = { files: { a: 'ab'.repeat(32) }, sizes: { a: 5 } }
    const id = await sha256(canonicalJson(asked))
    return JSON.stringify({ ...asked, ...rest, ...files, id, schemaVersion: 1, ...change })
  }

  test('of experiments is read as if written today, without the seconds and the machine that it lacks', async () => {
    expect(await readRunRecord(await version1(reproduceSpec, 7), 'run.json')).toMatchObject({
      schemaVersion: 1,
      spec: { ...reproduceSpec, seed: 7, seeds: 1 },
      arithmetic: 'float32',
      machine: 'unknown',
      secondsByPart: {},
      files: { a: { bytes: 5, sha256: 'ab'.repeat(32) } },
      tasks: null,
    })
    const interrupted = await version1({ ...reproduceSpec, seeds: 3 }, 0, { status: 'interrupted', finishedAt: null })
    expect(await readRunRecord(interrupted, 'run.json')).toMatchObject({
      status: 'running',
      spec: { seed: 0, seeds: 3 },
    })
  })

  test('of training names the steps whose losses and checkpoints it kept', async () => {
    const { spec } = await readRunRecord(await version1(trainSpec, null), 'run.json')
    const kept = {
      lossSteps: [{ from: 0, to: 6, every: 3 }],
      record: [],
      checkpoints: [0, 2, 5, 7],
      evaluationSamples: 0,
    }
    expect(spec).toEqual({ kind: 'train', task: { ensemble, steps: 7, ...kept } })
  })

  test.each([
    ['with another spec than its id', () => version1(reproduceSpec, 7, { seed: 8 }), 'id: '],
    ['with a hash but no size', () => version1(reproduceSpec, 7, { sizes: {} }), 'files.a: expected a hash and a size'],
    ['with a size but no hash', () => version1(reproduceSpec, 7, { files: {} }), 'files.a: expected a hash and a size'],
    [
      'of an unknown kind',
      () => version1({ kind: 'sweep' }, 7),
      'spec.kind: expected one of the kinds train, reproduce',
    ],
    ['with too many losses', () => version1({ ...trainSpec, steps: 1e15 }, 7), 'at most a million losses'],
  ])('%s is refused', async (_, text, message) => {
    await expect(readRunRecord(await text(), 'run.json')).rejects.toThrow(message)
  })
})

describe('a run.json that cannot be believed is refused', () => {
  const facts = { bytes: 1, sha256: 'ab'.repeat(32) }
  const cases: readonly [what: string, change: Record<string, unknown>, message: string][] = [
    ['of a newer schema', { schemaVersion: 3 }, 'schemaVersion: 3; expected 2 or 1'],
    ['without a schema', { schemaVersion: undefined }, 'schemaVersion: missing'],
    ['without a field', { arithmetic: undefined }, 'arithmetic: expected a name'],
    ['with an unknown field', { extra: 1 }, 'content: expected'],
    ['with an unknown status', { status: 'done' }, 'status: expected running or finished'],
    ['with negative seconds', { seconds: -1 }, 'seconds: expected a number ≥ 0'],
    ['with a part of negative seconds', { secondsByPart: { a: -1 } }, 'secondsByPart.a: expected a number ≥ 0'],
    ['with a day for a time', { startedAt: '2026-01-31' }, 'startedAt: expected a time like'],
    ['with a path out of the folder', { files: { '../x': facts } }, 'files.../x: expected'],
    ['with an absolute path', { files: { '/etc/passwd': facts } }, 'files./etc/passwd: expected'],
    [
      'with a short hash',
      { files: { x: { ...facts, sha256: 'ab' } } },
      'files.x.sha256: expected 64 hexadecimal digits',
    ],
    ['with a hash but no size', { files: { x: { sha256: facts.sha256 } } }, 'files.x.bytes: expected an integer ≥ 0'],
    ['with a negative size', { files: { x: { ...facts, bytes: -1 } } }, 'files.x.bytes: expected an integer ≥ 0'],
    [
      'with a spec of an unknown kind',
      { spec: { kind: 'walk' } },
      'spec.kind: expected one of the kinds train, reproduce, sweep',
    ],
    ['with a spec that lacks its seed', { spec: { ...spec, seed: undefined } }, 'spec.seed: expected an integer ≥ 0'],
    ['with another spec than its id', { spec: { ...spec, seed: 8 } }, 'the hash of what was asked'],
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
