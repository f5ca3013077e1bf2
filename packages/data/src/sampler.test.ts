import { expect, test } from 'vitest'
import { InvalidLawError } from './invalid-law-error.js'
import type { FeatureLaw } from './law.js'
import { OutOfRangeError } from './out-of-range.js'
import { createSampler, sampleBatch } from './sampler.js'
import { purpose } from './seed.js'
import { wordsAt } from './words.js'

const law: FeatureLaw = { kind: 'independent', probability: 0.5 }

test('the first word of a sample decides its first dense feature', () => {
  const batch = sampleBatch(law, { featureCount: 1, seed: 3, step: 2, sampleCount: 1000 })
  for (let sample = 0; sample < 1000; sample++) {
    const [word] = wordsAt(3, purpose.training, 2, sample, 1)
    const active = batch.offsets[sample + 1]! - batch.offsets[sample]!
    expect(active).toBe(word! < 2 ** 31 ? 1 : 0)
    if (active === 1) expect(batch.values[batch.offsets[sample]!]).toBe(Math.floor(word! / 128) / 2 ** 24)
  }
})

test('seed, purpose, step and sample all make a difference', () => {
  const options = { featureCount: 50, seed: 1, step: 0, sampleCount: 1 }
  const batches = [
    sampleBatch(law, options),
    sampleBatch(law, { ...options, seed: 2 }),
    sampleBatch(law, { ...options, seed: 1 + 2 ** 32 }),
    sampleBatch(law, { ...options, step: 1 }),
    sampleBatch(law, { ...options, purpose: purpose.evaluation }),
  ]
  expect(new Set(batches.map(({ features }) => features.join())).size).toBe(batches.length)
  const two = sampleBatch(law, { ...options, sampleCount: 2 })
  const middle = two.offsets[1]!
  expect(two.features.subarray(middle).join()).not.toBe(two.features.subarray(0, middle).join())
})

test('batches belong to the caller: later ones do not change them', () => {
  const sampler = createSampler(law, { featureCount: 10, seed: 1 })
  const first = sampler.sample(0, 20)
  const copy = structuredClone(first)
  sampler.sample(1, 200)
  expect(first).toEqual(copy)
  expect(first.values.buffer.byteLength).toBe(4 * first.values.length)
})

test('a law that is changed afterwards does not change its sampler', () => {
  const probability = [1, 1, 1]
  const sampler = createSampler({ kind: 'independent', probability }, { featureCount: 3, seed: 1 })
  probability.fill(0)
  expect(sampler.sample(0, 1).features).toEqual(Uint32Array.of(0, 1, 2))
})

test('an empty batch and a law without active features are batches too', () => {
  const nothing: FeatureLaw = { kind: 'independent', probability: 0 }
  const options = { featureCount: 3, seed: 1, step: 0 }
  expect(sampleBatch(law, { ...options, sampleCount: 0 }).offsets).toEqual(Uint32Array.of(0))
  expect(sampleBatch(nothing, { ...options, sampleCount: 2 }).offsets).toEqual(Uint32Array.of(0, 0, 0))
})

test('the cost of a batch follows the active features, not the features', () => {
  const sampler = createSampler({ kind: 'independent', probability: 1e-6 }, { featureCount: 4_000_000, seed: 1 })
  const start = performance.now()
  const batch = sampler.sample(0, 2000)
  // 8·10⁹ features and 8,000 active ones: drawing a word for each would take minutes.
  expect(performance.now() - start).toBeLessThan(2000)
  expect(Math.abs(batch.features.length - 8000)).toBeLessThan(5 * Math.sqrt(8000))
})

test.each([
  ['seed', { seed: -1 }],
  ['seed', { seed: 2 ** 53 }],
  ['step', { step: 2 ** 32 }],
  ['step', { step: 0.5 }],
  ['sampleCount', { sampleCount: -1 }],
  ['sampleCount', { sampleCount: Number.NaN }],
  ['purpose', { purpose: 2 ** 32 }],
  ['featureCount', { featureCount: 0 }],
])('a %s outside its range is refused: %j', (subject, change) => {
  const draw = () => sampleBatch(law, { featureCount: 3, seed: 1, step: 0, sampleCount: 1, ...change })
  expect(draw).toThrow(OutOfRangeError)
  expect(draw).toThrow(`invalid ${subject}: ${Object.values(change)[0]}; expected an integer from`)
})

test('a wrong law is refused before anything is drawn', () => {
  expect(() => createSampler({ kind: 'independent', probability: 1.2 }, { featureCount: 3, seed: 1 })).toThrow(
    InvalidLawError,
  )
})
