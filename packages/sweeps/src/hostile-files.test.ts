/**
 * Files of a sweep as strangers may send them: plans, records, weights and tables, changed at random. Each is read or refused in a
 * sentence, within a second, without taking much memory, and nothing outside the folder is named. `DIGON_HOSTILE_FILES` says how
 * many; 2,000 by default.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  InvalidFileError,
  InvalidSpecError,
  isPathInside,
  parseSweepPlan,
  readHistory,
  readNpz,
  readRunRecord,
  readSafetensors,
  readTable,
  readTaskRecord,
  writeNpz,
} from '@digon/formats'
import { reference } from '@digon/model'
import { checkRun } from '@digon/runs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planProblems } from './check-plan.js'
import { smallPlan } from './plan.test-support.js'
import { beginSweep, engineOf, finishSweep } from './sweep-run.js'
import { workOnSweep } from './work.js'

const fileCount = Number(process.env.DIGON_HOSTILE_FILES ?? 2000)
const mostMilliseconds = 1000
const mostBytes = 64 * 2 ** 20

const planText = `
model: &model { featureCount: 3, hiddenSize: 1 }
member: { importance: { base: 0.9 }, data: { probability: 0.3 } }
axes:
  hidden: { field: model.hiddenSize, values: [1, 2] }
  rate: { field: member.learningRate, from: 0.001, to: 0.1, count: 4, scale: log }
  both: { zip: { a: { field: batchSize, values: [8, 16] }, b: { field: steps, values: [10, 20] } } }
restarts: 3
seed: 5
steps: 12
evaluationSamples: 40
`
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A kind of file: one that is whole, and how it is read. The reader returns the paths that it names, where it may name any. */
interface Kind {
  readonly whole: Uint8Array
  readonly read: (bytes: Uint8Array) => Promise<readonly string[] | undefined>
  /** Whether any change must be refused, for the file holds a hash of itself. */
  readonly isSealed?: true
}

let folder: string
let kinds: Readonly<Record<string, Kind>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-hostile-'))
  const backend = reference()
  const begun = await beginSweep(folder, smallPlan, { engine: engineOf(backend), packageVersions: {} })
  await workOnSweep(begun.run.store, begun.sweep, { backend, engine: begun.engine })
  expect(await finishSweep(begun, { packageVersions: {} })).toEqual([])
  const file = async (name: string) => new Uint8Array(await readFile(join(folder, name)))
  const table = await file('members.parquet')
  kinds = {
    plan: {
      whole: encoder.encode(planText),
      async read(bytes) {
        const { plan, source } = parseSweepPlan(decoder.decode(bytes), 'plan.yaml')
        const problems = planProblems(plan)
        if (problems.length > 0) throw source.refuse(problems)
        return undefined
      },
    },
    'run record': {
      whole: await file('run.json'),
      read: async (bytes) => Object.keys((await readRunRecord(decoder.decode(bytes), 'run.json')).files),
    },
    'task record': {
      whole: await file('tasks/00000/task.json'),
      read: async (bytes) => Object.keys(readTaskRecord(decoder.decode(bytes), 'task.json').files),
    },
    safetensors: {
      whole: await file('tasks/00000/weights.safetensors'),
      read: async (bytes) => void readSafetensors(bytes, 'weights.safetensors'),
    },
    npz: {
      whole: writeNpz({
        loss: { shape: [2, 3], values: new Float32Array(6) },
        cell: { shape: [0], values: new Float64Array() },
      }),
      read: async (bytes) => void readNpz(bytes, 'table.npz'),
    },
    history: {
      whole: await file('tasks/00000/history.parquet'),
      read: async (bytes) => void (await readHistory(bytes, 'history.parquet')),
    },
    Parquet: { whole: table, isSealed: true, read: async (bytes) => void (await readTable(bytes, 'members.parquet')) },
  }
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a stranger may put into a text or a number. */
const pieces = [
  ...[
    '../',
    '/etc/passwd',
    'C:\\',
    '\u0000',
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '&model',
    '*model',
    '<<: *model',
    '!!js/function',
  ],
  ...[
    '-1',
    '0',
    '1e999',
    '99999999999999999999',
    '1000000000',
    '4294967296',
    '.nan',
    'null',
    'true',
    '\n',
    '  ',
    '__proto__',
  ],
].map((text) => encoder.encode(text))
const numbers = [
  [255, 255, 255, 255],
  [255, 255, 255, 127],
  [0, 0, 0, 128],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
].map((bytes) => Uint8Array.from(bytes))

type Change = (bytes: Uint8Array) => Uint8Array
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const replaced = (bytes: Uint8Array, from: number, to: number, by: Uint8Array) =>
  Uint8Array.from([...bytes.subarray(0, from), ...by, ...bytes.subarray(to)])
const at = (bytes: Uint8Array, share: number) => Math.floor(share * bytes.length)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(([share, byte]): Change => {
    return (bytes) => bytes.with(at(bytes, share), byte)
  }),
  fc.tuple(place, fc.constantFrom(...pieces, ...numbers)).map(([share, piece]): Change => {
    return (bytes) => replaced(bytes, at(bytes, share), at(bytes, share), piece)
  }),
  fc.tuple(place, fc.constantFrom(...pieces, ...numbers)).map(([share, piece]): Change => {
    return (bytes) => replaced(bytes, at(bytes, share), Math.min(bytes.length, at(bytes, share) + piece.length), piece)
  }),
  fc.tuple(place, place).map(([a, b]): Change => {
    return (bytes) => replaced(bytes, at(bytes, Math.min(a, b)), at(bytes, Math.max(a, b)), new Uint8Array())
  }),
  fc.tuple(place, place).map(([a, b]): Change => {
    return (bytes) => replaced(bytes, at(bytes, b), at(bytes, b), bytes.subarray(at(bytes, a), at(bytes, a) + 200))
  }),
  place.map(
    (share): Change =>
      (bytes) =>
        bytes.slice(0, at(bytes, share)),
  ),
)

function mutated(whole: Uint8Array, changes: readonly Change[]): Uint8Array {
  return changes.reduce((bytes, each) => (bytes.length === 0 ? bytes : each(bytes)), whole)
}

const kindNames = ['plan', 'run record', 'task record', 'safetensors', 'npz', 'history', 'Parquet'] as const

test.each(kindNames)(
  'a changed %s is read or refused, within a second and 64 MB, and leaves its folder by no name',
  { timeout: 300_000 },
  async (name) => {
    const { whole, read, isSealed } = kinds[name]!
    await read(whole)
    let refused = 0
    const numRuns = Math.ceil(fileCount / kindNames.length)
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = mutated(whole, changes)
        const [cpu, peak] = [process.cpuUsage(), process.resourceUsage().maxRSS]
        try {
          const paths = await read(bytes)
          expect((paths ?? []).filter((path) => !isPathInside(path))).toEqual([])
          if (isSealed) expect(bytes).toEqual(whole)
        } catch (error) {
          if (!(error instanceof InvalidFileError || error instanceof InvalidSpecError)) throw error
          refused++
        }
        const { user, system } = process.cpuUsage(cpu)
        expect((user + system) / 1000).toBeLessThan(mostMilliseconds)
        expect((process.resourceUsage().maxRSS - peak) * 1024).toBeLessThan(mostBytes)
      }),
      { seed: 20_261_129, numRuns },
    )
    // A test whose files are all refused, or all read, would show little.
    expect(refused).toBeGreaterThan(numRuns / 10)
  },
)

test('weights with any bit changed are found by their hash', { timeout: 300_000 }, async () => {
  const path = join(folder, 'tasks/00001/weights.safetensors')
  const whole = await readFile(path)
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
      const changed = Buffer.from(whole)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      await writeFile(path, changed)
      const problems = (await checkRun(folder)).files.filter(({ problem }) => problem !== undefined)
      expect(problems.map((each) => each.path)).toEqual(['tasks/00001/weights.safetensors'])
    }),
    { seed: 20_261_129, numRuns: Math.ceil(fileCount / 100) },
  )
  await writeFile(path, whole)
})
