import { expect, test } from 'vitest'
import { fromDense, type SparseBatch, toDense } from './batch.js'
import { goodnessOfFit } from './chi-square.test-support.js'
import type { FeatureLaw } from './law.js'
import { sampleBatch } from './sampler.js'
import {
  activeCountChance,
  activityChance,
  pairChance,
  positionChance,
  subsetChance,
  unitPositions,
} from './sampling-chances.test-support.js'

/** A right sampler is this unlucky once in ten thousand; seeds are fixed, so these tests pass or fail for good. */
const unlucky = 1e-4
/** What a planted fault must go below. */
const caught = 1e-9

function draw(law: FeatureLaw, featureCount: number, sampleCount: number): SparseBatch {
  return sampleBatch(law, { featureCount, seed: 20220914, step: 0, sampleCount })
}

const independent = (probability: number | number[]): FeatureLaw => ({ kind: 'independent', probability })

/** Probability, features, samples: about half a million active features each. */
const densities: readonly [number, number, number][] = [
  [1, 20, 10_000],
  [0.9, 20, 30_000],
  [0.5, 20, 50_000],
  [0.125, 40, 100_000],
  [0.12499, 40, 100_000],
  [0.1, 50, 100_000],
  [0.01, 200, 250_000],
  [0.001, 1000, 500_000],
  [0.0001, 10_000, 500_000],
]

test.each(densities)('activity follows p = %d', (probability, featureCount, sampleCount) => {
  const batch = draw(independent(probability), featureCount, sampleCount)
  const probabilities = new Array<number>(featureCount).fill(probability)
  expect(activityChance(batch, probabilities)).toBeGreaterThan(unlucky)
  if (probability < 1) expect(activeCountChance(batch, probabilities)).toBeGreaterThan(unlucky)
})

test.each(densities.slice(1))(
  'a sampler that draws 0.98 p instead of p = %d is caught',
  (probability, featureCount, sampleCount) => {
    const batch = draw(independent(0.98 * probability), featureCount, sampleCount)
    const probabilities = new Array<number>(featureCount).fill(probability)
    expect(activeCountChance(batch, probabilities)).toBeLessThan(caught)
    // Spread over thousands of rare features the fault is too thin to be seen feature by feature.
    if (probability >= 0.01) expect(activityChance(batch, probabilities)).toBeLessThan(caught)
  },
)

/** Dense, on the border, thinned bands, zero and one. */
const mixed = [1, 0.9, 0.5, 0.13, 0.125, 0.12, 0.11, 0.08, 0.0626, 0.06, 0.05, 0.04, 0.01, 0.009, 0.004, 0]

test('activity follows many probabilities, through thinned bands', () => {
  const batch = draw(independent(mixed), mixed.length, 300_000)
  expect(activityChance(batch, mixed)).toBeGreaterThan(unlucky)
  expect(activeCountChance(batch, mixed)).toBeGreaterThan(unlucky)
})

test('a sampler that forgets to thin its bands is caught', () => {
  const unthinned = mixed.map((p) => (p > 0.0625 && p < 0.125 ? 0.12 : p))
  const batch = draw(independent(unthinned), mixed.length, 300_000)
  expect(activityChance(batch, mixed)).toBeLessThan(caught)
  expect(activeCountChance(batch, mixed)).toBeLessThan(caught)
})

const between = mixed.filter((p) => p > 0 && p < 1)

test('features are active independently of one another', () => {
  expect(pairChance(draw(independent(between), between.length, 200_000), between)).toBeGreaterThan(unlucky)
})

test('a sampler that couples two features in one sample of 20 is caught, though each is active as often as it should', () => {
  const probabilities = between.map(() => 0.3)
  const batch = draw(independent(probabilities), probabilities.length, 200_000)
  const dense = toDense(batch)
  for (let sample = 0; sample < batch.sampleCount; sample += 20) {
    dense[sample * batch.featureCount + 3] = dense[sample * batch.featureCount + 2]!
  }
  const coupled = fromDense(dense, batch.sampleCount, batch.featureCount)
  expect(pairChance(batch, probabilities)).toBeGreaterThan(unlucky)
  expect(activityChance(coupled, probabilities)).toBeGreaterThan(unlucky)
  expect(pairChance(coupled, probabilities)).toBeLessThan(caught)
})

const coarse = (position: number) => Math.floor(position / 2 ** 16)
const fine = (position: number) => position % 256

test.each([1, 0.7, 0.125, 0.12, 0.01])('values are uniform to the last of 24 bits at p = %d', (probability) => {
  const positions = unitPositions(draw(independent(probability), 50, Math.ceil(6000 / probability)))
  expect(positions.every(Number.isInteger)).toBe(true)
  expect(positionChance(positions, coarse, 256)).toBeGreaterThan(unlucky)
  expect(positionChance(positions, fine, 256)).toBeGreaterThan(unlucky)
})

test('the value of a dense feature is uniform for each density by itself', () => {
  const batch = draw(independent(mixed), mixed.length, 100_000)
  for (const [feature, probability] of mixed.entries()) {
    if (probability < 0.004) continue
    expect(positionChance(unitPositions(batch, feature), coarse, 256), `feature ${feature}`).toBeGreaterThan(unlucky)
  }
})

test('signed values are uniform and symmetric, and never 0', () => {
  const { values } = draw({ ...independent(0.2), values: { kind: 'signed' } } as FeatureLaw, 50, 30_000)
  const positions = [...values].map((value) => (value * 2 ** 24 - 1 + 2 ** 24) / 2)
  expect(positions.every(Number.isInteger)).toBe(true)
  expect(positionChance(positions, coarse, 256)).toBeGreaterThan(unlucky)
  expect(positionChance(positions, fine, 256)).toBeGreaterThan(unlucky)
  expect(values.includes(0)).toBe(false)
})

test('squeezed values, values of 16 bits, and values that keep the threshold in them are caught', () => {
  const positions = unitPositions(draw(independent(0.7), 50, 9000))
  expect(
    positionChance(
      positions.map((position) => Math.floor(0.98 * position)),
      coarse,
      256,
    ),
  ).toBeLessThan(caught)
  expect(
    positionChance(
      positions.map((position) => position - (position % 256)),
      fine,
      256,
    ),
  ).toBeLessThan(caught)
  // What u ≫ 8 would be if the word were not stretched over the threshold: u < 0.7 · 2³².
  expect(
    positionChance(
      positions.map((position) => Math.floor(0.7 * position)),
      coarse,
      256,
    ),
  ).toBeLessThan(caught)
})

test('values do not tell which other features are active', () => {
  const batch = draw(independent([0.5, 0.5, 0.1, 0.1]), 4, 200_000)
  const dense = toDense(batch)
  for (const [feature, other] of [
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 0],
    [2, 3],
    [3, 2],
  ] as const) {
    const counts = new Float64Array(8)
    let alone = 0
    for (let start = 0; start < dense.length; start += 4) {
      const value = dense[start + feature]!
      if (value === 0) continue
      counts[2 * Math.floor(4 * value) + (dense[start + other] === 0 ? 0 : 1)]! += 1
      alone++
    }
    const p = other < 2 ? 0.5 : 0.1
    const expected = [...counts.keys()].map((bin) => (alone / 4) * (bin % 2 === 0 ? 1 - p : p))
    expect(goodnessOfFit(counts, expected), `features ${feature} and ${other}`).toBeGreaterThan(unlucky)
  }
})

test.each([
  [1, 8],
  [3, 8],
  [5, 8],
  [7, 8],
])('every subset of exactly %d out of %d comes equally often', (activeCount, featureCount) => {
  const batch = draw({ kind: 'exactly', activeCount }, featureCount, 100_000)
  expect(subsetChance(batch, activeCount)).toBeGreaterThan(unlucky)
  expect(positionChance(unitPositions(batch), coarse, 256)).toBeGreaterThan(unlucky)
})

test('a sampler of subsets that prefers one subset in one sample of 20, or misses a member, is caught', () => {
  const batch = draw({ kind: 'exactly', activeCount: 3 }, 8, 100_000)
  const dense = toDense(batch)
  for (let sample = 0; sample < batch.sampleCount; sample += 20) {
    dense.set([0.5, 0.5, 0.5, 0, 0, 0, 0, 0], 8 * sample)
  }
  expect(subsetChance(fromDense(dense, batch.sampleCount, 8), 3)).toBeLessThan(caught)
  expect(subsetChance(batch, 4)).toBe(0)
})

test.each([0.6, 0.1])('a set that goes together is on or off as a whole, with p = %d', (probability) => {
  const law: FeatureLaw = { kind: 'independent', probability, groups: [{ kind: 'together', features: [0, 2, 3] }] }
  const batch = draw(law, 4, 200_000)
  const counts = setCounts(batch)
  const [off, alone] = [1 - probability, probability]
  const shares = { '': off * off, '1': off * alone, '023': alone * off, '0123': alone * alone }
  expect(Object.keys(counts).sort()).toEqual(Object.keys(shares).sort())
  const names = Object.keys(shares) as (keyof typeof shares)[]
  const expected = names.map((name) => shares[name] * batch.sampleCount)
  expect(
    goodnessOfFit(
      names.map((name) => counts[name]!),
      expected,
    ),
  ).toBeGreaterThan(unlucky)
  expect(positionChance(unitPositions(batch), coarse, 256)).toBeGreaterThan(unlucky)
})

test.each([0.6, 0.1])(
  'of an exclusive set one feature is on, each equally often, with p = %d in all',
  (probability) => {
    const law: FeatureLaw = { kind: 'independent', probability, groups: [{ kind: 'exclusive', features: [0, 1, 2] }] }
    const batch = draw(law, 3, 200_000)
    const counts = setCounts(batch)
    const names = ['', '0', '1', '2']
    expect(Object.keys(counts).sort()).toEqual(names)
    const expected = [1 - probability, probability / 3, probability / 3, probability / 3].map((p) => p * 200_000)
    expect(
      goodnessOfFit(
        names.map((name) => counts[name]!),
        expected,
      ),
    ).toBeGreaterThan(unlucky)
    const biased = [counts['']!, counts['0']! * 1.1, counts['1']! * 0.9, counts['2']!]
    expect(goodnessOfFit(biased, expected)).toBeLessThan(caught)
  },
)

test('groups of unequal small probability are thinned to their own', () => {
  const probabilities = [0.12, 0.1, 0.07, 0.03]
  const groups = probabilities.map((probability, index) => ({
    kind: index % 2 === 0 ? ('together' as const) : ('exclusive' as const),
    features: [2 * index, 2 * index + 1],
    probability,
  }))
  const batch = draw({ kind: 'independent', probability: 0, groups }, 8, 300_000)
  const on = probabilities.map((_, index) => {
    const members = batch.features.filter((feature) => Math.floor(feature / 2) === index).length
    return index % 2 === 0 ? members / 2 : members
  })
  for (const [index, probability] of probabilities.entries()) {
    const expected = [probability * batch.sampleCount, (1 - probability) * batch.sampleCount]
    expect(goodnessOfFit([on[index]!, batch.sampleCount - on[index]!], expected)).toBeGreaterThan(unlucky)
  }
})

/** How often each set of active features occurs, by its features written one after the other. */
function setCounts(batch: SparseBatch): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const name = batch.features.subarray(batch.offsets[sample], batch.offsets[sample + 1]).join('')
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
