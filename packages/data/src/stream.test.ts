import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countTable } from './count-table.js'
import { highWord, philox } from './philox.js'
import { anySeed, anyWord, sizedLaw } from './random-laws.test-support.js'
import { createSampler, sampleBatch } from './sampler.js'
import { slowCountTable, slowPhilox, slowSample, slowWord } from './slow-stream.test-support.js'
import { wordsAt } from './words.js'

const runs = { seed: 20220914, numRuns: 200 }

test('philox agrees with itself on exact integers', () => {
  const word = fc.oneof(anyWord, fc.integer({ min: 2 ** 31, max: 2 ** 32 - 1 }))
  const words = (length: number) => fc.array(word, { minLength: length, maxLength: length })
  fc.assert(
    fc.property(words(4), words(2), (counter, key) => {
      expect([...philox(counter, key)]).toEqual(slowPhilox(counter.map(BigInt), key.map(BigInt)).map(Number))
      expect(highWord(counter[0]!, counter[1]!)).toBe(Number((BigInt(counter[0]!) * BigInt(counter[1]!)) >> 32n))
    }),
    runs,
  )
})

test('words are those of the specification at any address, and a longer answer begins with the shorter one', () => {
  fc.assert(
    fc.property(anySeed, anyWord, anyWord, anyWord, fc.nat({ max: 11 }), (seed, purpose, step, sample, count) => {
      const slow = Array.from({ length: count }, (_, draw) => Number(slowWord(seed, purpose, step, sample, draw)))
      expect([...wordsAt(seed, purpose, step, sample, count)]).toEqual(slow)
      expect([...wordsAt(seed, purpose, step, sample, count + 5).subarray(0, count)]).toEqual(slow)
    }),
    runs,
  )
})

test('samplers draw the very bits of the specification, over random laws, seeds and steps', () => {
  let entryCount = 0
  fc.assert(
    fc.property(sizedLaw, anySeed, anyWord, fc.nat({ max: 2 }), ({ law, featureCount }, seed, step, purpose) => {
      const sampleCount = 4
      const batch = sampleBatch(law, { featureCount, seed, step, sampleCount, purpose })
      for (let sample = 0; sample < sampleCount; sample++) {
        const slow = slowSample(law, { featureCount, seed, purpose }, step, sample)
        const [start, end] = [batch.offsets[sample]!, batch.offsets[sample + 1]!]
        expect([...batch.features.subarray(start, end)]).toEqual(slow.map(({ feature }) => feature))
        expect([...batch.values.subarray(start, end)]).toEqual(slow.map(({ value }) => value))
        entryCount += slow.length
      }
    }),
    { ...runs, numRuns: 600 },
  )
  expect(entryCount).toBeGreaterThan(5_000)
})

test('count tables are those of exact fractions, to one step in 2³²', () => {
  const size = fc.integer({ min: 1, max: 60 })
  const probability = fc.oneof(
    fc.double({ min: 2 ** -32, max: 1 / 8, maxExcluded: true, noNaN: true }),
    fc.integer({ min: 4, max: 32 }).map((order) => 2 ** -order),
  )
  fc.assert(
    fc.property(size, probability, (size, probability) => {
      const { leastCount, thresholds } = countTable(size, probability)
      const exact = slowCountTable(size, probability).map(Number)
      for (const [count, expected] of exact.entries()) {
        const place = count - leastCount
        const found = place < 0 ? 0 : (thresholds[place] ?? 2 ** 32)
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1)
      }
    }),
    runs,
  )
})

test('a batch does not depend on which batches were drawn before it, nor on how many samples follow', () => {
  fc.assert(
    fc.property(
      sizedLaw,
      anySeed,
      fc.nat({ max: 20 }),
      fc.nat({ max: 20 }),
      ({ law, featureCount }, seed, few, more) => {
        const sampler = createSampler(law, { featureCount, seed })
        const small = sampler.sample(7, few)
        sampler.sample(3, 5)
        const large = sampler.sample(7, few + more)
        const end = small.offsets[few]!
        expect(large.offsets.subarray(0, few + 1)).toEqual(small.offsets)
        expect(large.features.subarray(0, end)).toEqual(small.features)
        expect(large.values.subarray(0, end)).toEqual(small.values)
        expect(sampleBatch(law, { featureCount, seed, step: 7, sampleCount: few })).toEqual(small)
      },
    ),
    runs,
  )
})
