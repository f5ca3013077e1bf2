import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainRecordReader } from './plain-record.js'
import { readTaskRecord, type TaskRecord, writeTaskRecord } from './task-record.js'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const facts = fc.record({ bytes: fc.nat(), sha256: hash })
const name = fc.constantFrom('evaluation.safetensors', 'members.parquet', 'recorded/5.safetensors', 'weights.json')

const trainers: fc.Arbitrary<TaskRecord['trainedBy']> = fc.array(
  fc.record({
    fromStep: fc.nat(),
    host: fc.oneof(fc.constantFrom('a', 'b'), fc.string()),
    machine: fc.constant('a processor, 2 cores'),
    backend: fc.constantFrom('wasm', 'webgpu'),
    arithmetic: fc.constant('float32'),
    packageVersions: fc.dictionary(fc.constantFrom('digon', 'node'), fc.string({ maxLength: 6 })),
    probe: fc.constant({
      available: true as const,
      device: { description: 'a device', kind: 'cpu' as const, limits: {} },
    }),
    supports: fc.constantFrom({ supported: true as const }, { supported: false as const, reason: 'too wide' }),
  }),
  { maxLength: 2 },
)

/** Plain ones and others. */
const records: fc.Arbitrary<TaskRecord> = fc.record({
  schemaVersion: fc.constant(2 as const),
  id: hash,
  status: fc.constantFrom('finished', 'finished', 'running'),
  seconds: fc.oneof(
    fc.nat().map((milliseconds) => milliseconds / 1000),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  ),
  worker: fc.oneof(fc.constant('process 1 on a-host'), fc.string(), fc.string({ unit: 'grapheme' })),
  trainedBy: trainers,
  backendChanges: fc.constant([]),
  diverged: fc.oneof(fc.constant([]), fc.array(fc.record({ member: fc.nat(), step: fc.nat() }))),
  files: fc
    .tuple(facts, facts, fc.array(fc.tuple(name, facts), { maxLength: 2 }))
    .map(([history, weights, others]) => ({
      'history.parquet': history,
      'weights.safetensors': weights,
      ...Object.fromEntries(others),
    })),
})

test('what is read of a plain record is what the record says, and no other record is taken for one', () => {
  let plain = 0
  const read = plainRecordReader()
  fc.assert(
    fc.property(records, (record) => {
      const found = read(writeTaskRecord(record))
      if (found === undefined) return
      plain++
      const { status, seconds, diverged, trainedBy } = record
      expect([status, found]).toEqual(['finished', { seconds, diverged, trainedBy }])
    }),
    { seed: 7, numRuns: 2000 },
  )
  expect(plain).toBeGreaterThan(100)
})

test('the record of a finished task of a sweep is a plain one', () => {
  const file = { bytes: 8216, sha256: '0a'.repeat(32) }
  const names = ['evaluation.safetensors', 'history.parquet', 'members.parquet', 'weights.safetensors']
  const state = { schemaVersion: 2, id: 'ab'.repeat(32), status: 'finished', seconds: 4.524 } as const
  const worker = 'process 14639 on node-7.cluster'
  const files = Object.fromEntries(names.map((each) => [each, file]))
  const read = plainRecordReader()
  const trainedBy = fc.sample(trainers, { seed: 3, numRuns: 20 }).find(({ length }) => length > 1)!
  const text = writeTaskRecord({ ...state, worker, trainedBy, backendChanges: [], diverged: [], files })
  expect(read(text)).toEqual({ seconds: 4.524, diverged: [], trainedBy })
  expect(read(text.replace('4.524', '4.525'))?.trainedBy).toBe(read(text)?.trainedBy)
})

test('whatever else is taken for a plain record is a record, with the same seconds', () => {
  let [taken, changed] = [0, 0]
  const read = plainRecordReader()
  const plain = records.map((record) => {
    const { 'recorded/5.safetensors': _, 'weights.json': __, ...files } = record.files
    return { ...record, status: 'finished' as const, seconds: 12.345, worker: 'process 1 on a', diverged: [], files }
  })
  const character = fc.constantFrom(...'0123456789abcdef.,-"\\{}[]: \n')
  fc.assert(
    fc.property(plain, fc.nat(), fc.nat(3), fc.string({ unit: character, maxLength: 3 }), (record, at, cut, put) => {
      const text = writeTaskRecord(record)
      const place = at % text.length
      const other = text.slice(0, place) + put + text.slice(place + cut)
      const found = read(other)
      changed++
      if (found === undefined) return
      taken++
      expect(readTaskRecord(other, 'task.json')).toMatchObject({ ...found, status: 'finished' })
    }),
    { seed: 8, numRuns: 3000 },
  )
  expect([taken > 100, taken < changed]).toEqual([true, true])
})
