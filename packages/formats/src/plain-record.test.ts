import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secondsOfPlainRecord } from './plain-record.js'
import { readTaskRecord, type TaskRecord, writeTaskRecord } from './task-record.js'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const facts = fc.record({ bytes: fc.nat(), sha256: hash })
const name = fc.constantFrom('evaluation.safetensors', 'members.parquet', 'recorded/5.safetensors', 'weights.json')

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

test('the seconds of a plain record are those of the record, and no other record is taken for one', () => {
  let plain = 0
  fc.assert(
    fc.property(records, (record) => {
      const found = secondsOfPlainRecord(writeTaskRecord(record))
      if (found === undefined) return
      plain++
      expect([found, record.status, record.diverged]).toEqual([record.seconds, 'finished', []])
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
  expect(secondsOfPlainRecord(writeTaskRecord({ ...state, worker, backendChanges: [], diverged: [], files }))).toBe(
    4.524,
  )
})

test('whatever else is taken for a plain record is a record, with the same seconds', () => {
  let [taken, changed] = [0, 0]
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
      const found = secondsOfPlainRecord(other)
      changed++
      if (found === undefined) return
      taken++
      expect(readTaskRecord(other, 'task.json')).toMatchObject({ seconds: found, status: 'finished', diverged: [] })
    }),
    { seed: 8, numRuns: 3000 },
  )
  expect([taken > 100, taken < changed]).toEqual([true, true])
})
