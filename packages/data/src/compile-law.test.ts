import { expect, test } from 'vitest'
import { compileLaw } from './compile-law.js'
import { countTable } from './count-table.js'
import { slowCountTable } from './slow-stream.test-support.js'

const quarter = 2 ** 30
const none = Uint32Array.of()
const noBands = {
  starts: Uint32Array.of(0),
  units: none,
  acceptanceLimits: none,
  thinned: none,
  leastCounts: none,
  countStarts: Uint32Array.of(0),
  countThresholds: none,
}

test('dense features become limits and multipliers, features of probability 0 vanish', () => {
  expect(compileLaw({ kind: 'independent', probability: [0.25, 0, 1] }, 3)).toEqual({
    streamVersion: 1,
    featureCount: 3,
    valueScale: 2 ** -24,
    valueOffset: 0,
    denseFeatures: Uint32Array.of(0, 2),
    denseLimits: Uint32Array.of(quarter - 1, 2 ** 32 - 1),
    denseMultipliers: Uint32Array.of(2 ** 26, 2 ** 24),
    featureBands: noBands,
    denseGroups: none,
    denseGroupLimits: none,
    groupBands: noBands,
    groupKinds: none,
    groupStarts: Uint32Array.of(0),
    groupFeatures: none,
    maximumEntries: 2,
    largestBand: 0,
    mostCandidates: 0,
  })
})

test('sparse features become bands with exact count thresholds, thinned where they differ', () => {
  const sixteenth = 1 / 16
  const { featureBands, maximumEntries, largestBand, mostCandidates } = compileLaw(
    { kind: 'independent', probability: [sixteenth, 0.03125, 0.09375, sixteenth] },
    4,
  )
  // q = 3/32 in the first band: P(K = 0) = (29/32)³, …; 1/32 in the second.
  const [p, q] = [29 / 32, 3 / 32]
  const thresholds = [p ** 3, p ** 3 + 3 * p ** 2 * q, 1 - q ** 3, 31 / 32].map((share) => Math.round(share * 2 ** 32))
  expect(featureBands).toEqual({
    starts: Uint32Array.of(0, 3, 4),
    units: Uint32Array.of(0, 2, 3, 1),
    acceptanceLimits: Uint32Array.of(2863311530, 2 ** 32 - 1, 2863311530, 2 ** 32 - 1),
    thinned: Uint32Array.of(1, 0),
    leastCounts: Uint32Array.of(0, 0),
    countStarts: Uint32Array.of(0, 3, 4),
    countThresholds: Uint32Array.from(thresholds),
  })
  expect({ maximumEntries, largestBand, mostCandidates }).toEqual({
    maximumEntries: 4,
    largestBand: 3,
    mostCandidates: 3,
  })
})

test('groups keep the order of the law, dense and sparse ones apart', () => {
  const plan = compileLaw(
    {
      kind: 'independent',
      probability: 0.25,
      groups: [
        { kind: 'exclusive', features: [3, 5], probability: 0.03125 },
        { kind: 'together', features: [0, 1, 4] },
        { kind: 'together', features: [2], probability: 0 },
      ],
      values: { kind: 'signed' },
    },
    7,
  )
  expect(plan.denseFeatures).toEqual(Uint32Array.of(6))
  expect(plan.denseGroups).toEqual(Uint32Array.of(1))
  expect(plan.denseGroupLimits).toEqual(Uint32Array.of(quarter - 1))
  expect(plan.groupBands.units).toEqual(Uint32Array.of(0))
  expect(plan.groupBands.countThresholds).toEqual(Uint32Array.of(31 * 2 ** 27))
  expect(plan.groupKinds).toEqual(Uint32Array.of(1, 0, 0))
  expect(plan.groupStarts).toEqual(Uint32Array.of(0, 2, 5, 6))
  expect(plan.groupFeatures).toEqual(Uint32Array.of(3, 5, 0, 1, 4, 2))
  expect(plan.maximumEntries).toBe(1 + 1 + 3)
  expect([plan.valueScale, plan.valueOffset]).toEqual([2 ** -23, 2 ** -24 - 1])
})

test('exactly k is one band of all features with a certain count, and no band for k = 0', () => {
  const plan = compileLaw({ kind: 'exactly', activeCount: 2, values: { kind: 'constant', value: 0.1 } }, 3)
  expect(plan.featureBands).toEqual({
    starts: Uint32Array.of(0, 3),
    units: Uint32Array.of(0, 1, 2),
    acceptanceLimits: new Uint32Array(3).fill(2 ** 32 - 1),
    thinned: Uint32Array.of(0),
    leastCounts: Uint32Array.of(2),
    countStarts: Uint32Array.of(0, 0),
    countThresholds: none,
  })
  expect([plan.maximumEntries, plan.mostCandidates]).toEqual([2, 2])
  expect([plan.valueScale, plan.valueOffset]).toEqual([0, Math.fround(0.1)])
  expect(compileLaw({ kind: 'exactly', activeCount: 0 }, 3).featureBands).toEqual(noBands)
})

test('the count table of three hundred features is that of exact fractions', () => {
  const { leastCount, thresholds } = countTable(300, 0.09)
  const exact = slowCountTable(300, 0.09).map(Number)
  expect(exact[leastCount - 1]).toBe(0)
  expect(exact[leastCount + thresholds.length]).toBe(2 ** 32)
  for (const [place, threshold] of thresholds.entries()) {
    expect(Math.abs(threshold - exact[leastCount + place]!)).toBeLessThanOrEqual(1)
  }
})

test.each([
  [1_000_000, 0.1],
  [1_000_000, 1e-4],
  [100_000_000, 1e-9],
  [3_000_000_000, 0.12],
])('the count table of %d features at p = %d has the mean and variance of the binomial distribution', (size, p) => {
  const { leastCount, thresholds } = countTable(size, p)
  let [previous, mean, square] = [0, 0, 0]
  for (const [place, threshold] of [...thresholds, 2 ** 32].entries()) {
    const share = (threshold - previous) / 2 ** 32
    mean += share * (leastCount + place - size * p)
    square += share * (leastCount + place - size * p) ** 2
    previous = threshold
  }
  // Thresholds are whole numbers of 2⁻³²: tails rarer than that are cut.
  expect(Math.abs(mean) / Math.sqrt(size * p)).toBeLessThan(1e-6)
  expect(Math.abs(square / (size * p * (1 - p)) - 1)).toBeLessThan(1e-6)
})
