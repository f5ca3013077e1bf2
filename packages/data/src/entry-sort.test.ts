import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Entries } from './entries.js'
import { EntrySort } from './entry-sort.js'

test('the entries of the last sample come in order with their values, few and many, whatever the number of features', () => {
  const featureCount = fc.constantFrom(1, 2, 255, 256, 257, 65_536, 65_537, 1_000_000, 2 ** 24 + 1, 2 ** 32 - 1)
  const size = fc.oneof(fc.nat({ max: 30 }), fc.integer({ min: 20, max: 300 }))
  fc.assert(
    fc.property(featureCount, size, fc.infiniteStream(fc.nat({ max: 2 ** 31 - 1 })), (featureCount, size, numbers) => {
      const features = new Set<number>()
      for (let draw = 0; draw < size; draw++) features.add(Math.floor((numbers.next().value / 2 ** 31) * featureCount))
      const entries = new Entries(0)
      entries.reserve(features.size + 2)
      entries.add(featureCount - 1, 7)
      entries.add(0, 8)
      for (const feature of features) entries.add(feature, feature % 1000)
      new EntrySort(featureCount).sortFrom(entries, 2)
      const sorted = [...features].sort((a, b) => a - b)
      expect([...entries.features.subarray(0, entries.count)]).toEqual([featureCount - 1, 0, ...sorted])
      expect([...entries.values.subarray(0, entries.count)]).toEqual([7, 8, ...sorted.map((feature) => feature % 1000)])
    }),
    { seed: 9, numRuns: 150 },
  )
})

test('room for entries grows and keeps what is there', () => {
  const entries = new Entries(1)
  for (let feature = 0; feature < 100; feature++) {
    entries.reserve(1)
    entries.add(feature, feature / 2)
  }
  expect([...entries.features.subarray(0, 100)]).toEqual([...Array(100).keys()])
  expect(entries.values[99]).toBe(49.5)
})
