import { expect, test } from 'vitest'
import { fromDense, type SparseBatch } from './batch.js'
import { compareStatistics } from './compare-statistics.js'
import { expectedStatistics } from './expected-statistics.js'
import type { FeatureLaw } from './law.js'
import { observedStatistics } from './observed-statistics.js'
import { createSampler } from './sampler.js'

const grouped: FeatureLaw = {
  kind: 'independent',
  probability: 0.5,
  groups: [
    { kind: 'together', features: [0, 1, 2], probability: 0.25 },
    { kind: 'exclusive', features: [3, 4], probability: 0.2 },
  ],
  values: { kind: 'signed' },
}

/** Mean, variance and fourth central moment of the number of active features under `grouped` on 6 features, over all 8 outcomes. */
function momentsByOutcomes(): [number, number, number] {
  const outcomes: [number, number][] = []
  for (const [together, p] of [
    [3, 0.25],
    [0, 0.75],
  ] as const) {
    for (const [exclusive, q] of [
      [1, 0.2],
      [0, 0.8],
    ] as const) {
      for (const alone of [0, 1]) outcomes.push([together + exclusive + alone, p * q * 0.5])
    }
  }
  const expectation = (f: (count: number) => number) => outcomes.reduce((sum, [count, p]) => sum + p * f(count), 0)
  const mean = expectation((count) => count)
  return [mean, expectation((count) => (count - mean) ** 2), expectation((count) => (count - mean) ** 4)]
}

test('expected statistics of groups are those of all outcomes', () => {
  const expected = expectedStatistics(grouped, 6)
  const [mean, variance, fourthMoment] = momentsByOutcomes()
  expect([...expected.probabilities]).toEqual([0.25, 0.25, 0.25, 0.1, 0.1, 0.5])
  expect(expected.activePerSample.mean).toBeCloseTo(mean, 14)
  expect(expected.activePerSample.variance).toBeCloseTo(variance, 14)
  expect(expected.activePerSample.fourthMoment).toBeCloseTo(fourthMoment, 12)
  expect(expected.pairProbabilities).toEqual([0.25, 0])
  expect(expected.values).toEqual({ mean: 0, meanSquare: 1 / 3, meanFourthPower: 1 / 5 })
})

test('expected statistics of exactly k active leave the number active to no chance', () => {
  const expected = expectedStatistics({ kind: 'exactly', activeCount: 3, values: { kind: 'constant', value: 0.1 } }, 4)
  expect([...expected.probabilities]).toEqual([0.75, 0.75, 0.75, 0.75])
  expect(expected.activePerSample).toEqual({ mean: 3, variance: 0, fourthMoment: 0 })
  expect(expected.values.mean).toBe(Math.fround(0.1))
})

test('expected probabilities of many features are their own', () => {
  const expected = expectedStatistics({ kind: 'independent', probability: [0, 0.25, 1] }, 3)
  expect([...expected.probabilities]).toEqual([0, 0.25, 1])
  expect(expected.activePerSample.mean).toBe(1.25)
  expect(expected.activePerSample.variance).toBe(0.1875)
})

test('observed statistics are counted over all samples of all batches', () => {
  const batches = [fromDense([1, 2, 0, 0, 0, 0, 0, 0.5], 2, 4), fromDense([1, 1, 1, 0, 0, 0, 0, 0], 2, 4)]
  const { groups } = { groups: [{ kind: 'together' as const, features: [0, 1, 2] }] }
  expect(observedStatistics(batches, groups)).toEqual({
    featureCount: 4,
    sampleCount: 4,
    entryCount: 6,
    probabilities: Float64Array.of(0.5, 0.5, 0.25, 0.25),
    activePerSample: { mean: 1.5, meanSquare: (4 + 1 + 9) / 4 },
    values: { mean: 6.5 / 6, meanSquare: 8.25 / 6 },
    // One pair of three in the first sample, all three in the third.
    pairProbabilities: [4 / 12],
  })
})

test('batches of different widths, and none at all, are refused', () => {
  expect(() => observedStatistics([fromDense([1], 1, 1), fromDense([1, 0], 1, 2)])).toThrow(
    'invalid featureCount: 2; expected 1, as in the first batch',
  )
  expect(() => observedStatistics([])).toThrow('invalid batches: no samples; expected at least one sample in all')
  expect(() => observedStatistics([fromDense([], 0, 3)])).toThrow('invalid batches: no samples')
})

function* draw(law: FeatureLaw, featureCount: number, seed: number): Generator<SparseBatch> {
  const sampler = createSampler(law, { featureCount, seed })
  for (let step = 0; step < 20; step++) yield sampler.sample(step, 2000)
}

const laws: readonly [string, FeatureLaw, number][] = [
  ['groups', grouped, 6],
  ['certain features', { kind: 'independent', probability: 1 }, 3],
  ['no features', { kind: 'independent', probability: 0 }, 3],
  ['rare features', { kind: 'independent', probability: 0.001 }, 500],
  ['mixed features', { kind: 'independent', probability: [1, 0.5, 0.2, 0.1, 0.01, 0] }, 6],
  ['exactly five', { kind: 'exactly', activeCount: 5, values: { kind: 'constant', value: 0.1 } }, 12],
]

test.each(laws)('expected and observed statistics agree: %s', (_, law, featureCount) => {
  const groups = law.kind === 'independent' ? law.groups : undefined
  const observed = observedStatistics(draw(law, featureCount, 20220914), groups)
  for (const { quantity, deviation } of compareStatistics(expectedStatistics(law, featureCount), observed)) {
    expect(Math.abs(deviation), quantity).toBeLessThan(4)
  }
})

test('deviations are spread as standard deviations are, over many seeds', () => {
  const expected = expectedStatistics(grouped, 6)
  const squares = new Map<string, number>()
  const seedCount = 400
  for (let seed = 0; seed < seedCount; seed++) {
    const batch = createSampler(grouped, { featureCount: 6, seed }).sample(0, 500)
    const observed = observedStatistics([batch], grouped.kind === 'independent' ? grouped.groups : [])
    for (const { quantity, deviation } of compareStatistics(expected, observed).slice(0, 5)) {
      squares.set(quantity, (squares.get(quantity) ?? 0) + deviation ** 2 / seedCount)
    }
  }
  expect([...squares.keys()]).toHaveLength(5)
  for (const [quantity, meanSquare] of squares) {
    // A mean of 400 squares has a deviation of about √(2/400) = 0.07.
    expect(Math.abs(meanSquare - 1), quantity).toBeLessThan(0.35)
  }
})

/** What is wrong, and the quantity that must show it by more than six standard errors. */
const wrong: readonly [string, string, FeatureLaw][] = [
  ['a probability off', 'active features per sample', { ...grouped, probability: 0.6 }],
  ['values of another law', 'mean of values', { ...grouped, values: { kind: 'unit' } }],
  ['values of another size', 'mean square of values', { ...grouped, values: { kind: 'constant', value: 0.6 } }],
  [
    'a group apart',
    'variance of active features per sample',
    { kind: 'independent', probability: [0.25, 0.25, 0.25, 0.1, 0.1, 0.5] },
  ],
  [
    'a group apart',
    'pairs active together in group 0',
    { kind: 'independent', probability: [0.25, 0.25, 0.25, 0.1, 0.1, 0.5] },
  ],
  ['exclusive features together', 'pairs active together in group 1', { kind: 'independent', probability: 0.5 }],
  ['one feature off', 'probability of feature 5, the furthest off', { ...grouped, probability: 0.52 }],
]

test.each(wrong)('%s shows in: %s', (_, quantity, law) => {
  const groups = grouped.kind === 'independent' ? grouped.groups : []
  const observed = observedStatistics(draw(law, 6, 3), groups)
  const line = compareStatistics(expectedStatistics(grouped, 6), observed).find((line) => line.quantity === quantity)
  expect(Math.abs(line?.deviation ?? 0)).toBeGreaterThan(6)
})

test('a certain quantity that is missed is infinitely far off', () => {
  const expected = expectedStatistics({ kind: 'exactly', activeCount: 2 }, 3)
  const [active] = compareStatistics(expected, observedStatistics([fromDense([1, 0, 0], 1, 3)]))
  expect(active).toEqual({
    quantity: 'active features per sample',
    expected: 2,
    observed: 1,
    standardError: 0,
    deviation: Number.NEGATIVE_INFINITY,
  })
})

test('statistics of another number of features or groups are not compared', () => {
  const expected = expectedStatistics(grouped, 6)
  expect(() => compareStatistics(expected, observedStatistics([fromDense([1], 1, 1)]))).toThrow(
    'invalid featureCount: 1; expected 6, as the law has it',
  )
  expect(() => compareStatistics(expected, observedStatistics([fromDense([1, 0, 0, 0, 0, 0], 1, 6)]))).toThrow(
    'invalid number of groups: 0; expected 2, as the law has it',
  )
})
