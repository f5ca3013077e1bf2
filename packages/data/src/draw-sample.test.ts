import { expect, test } from 'vitest'
import { compileLaw } from './compile-law.js'
import { SampleDrawer } from './draw-sample.js'
import { Entries } from './entries.js'
import type { Bands, SamplingPlan } from './plan.js'
import { wordsAt } from './words.js'

const seed = 11
const [first, second] = wordsAt(seed, 0, 0, 0, 2) as unknown as [number, number]

/** Features drawn from a plan at step 0, sample 0, whose first two words are `first` and `second`. */
function featuresOf(plan: SamplingPlan): number[] {
  const entries = new Entries(0)
  new SampleDrawer(plan, seed, 0, entries).draw(0, 0)
  return [...entries.features.subarray(0, entries.count)]
}

const bandOf = (bands: Bands, change: Partial<Bands>): Bands => ({ ...bands, ...change })

test('an event happens up to and at its limit, not one above', () => {
  const plan = compileLaw({ kind: 'independent', probability: 0.5 }, 1)
  expect(featuresOf({ ...plan, denseLimits: Uint32Array.of(first) })).toEqual([0])
  expect(featuresOf({ ...plan, denseLimits: Uint32Array.of(first - 1) })).toEqual([])
  const groups = [{ kind: 'together' as const, features: [0, 1] }]
  const grouped = compileLaw({ kind: 'independent', probability: 0.5, groups }, 2)
  expect(featuresOf({ ...grouped, denseGroupLimits: Uint32Array.of(first) })).toEqual([0, 1])
  expect(featuresOf({ ...grouped, denseGroupLimits: Uint32Array.of(first - 1) })).toEqual([])
})

test('a count passes a threshold at the word that equals it', () => {
  const plan = compileLaw({ kind: 'independent', probability: 0.1 }, 3)
  const counted = (...countThresholds: number[]) => ({
    ...plan,
    featureBands: bandOf(plan.featureBands, {
      countStarts: Uint32Array.of(0, countThresholds.length),
      countThresholds: Uint32Array.from(countThresholds),
    }),
  })
  expect(featuresOf(counted(first + 1))).toHaveLength(0)
  expect(featuresOf(counted(first))).toHaveLength(1)
  expect(featuresOf(counted(first - 1, first))).toHaveLength(2)
  expect(featuresOf(counted(first - 1, first, first + 1))).toHaveLength(2)
})

test('a candidate is accepted up to and at its limit, not one above', () => {
  const plan = compileLaw({ kind: 'exactly', activeCount: 1 }, 1)
  const limited = (limit: number) => ({
    ...plan,
    featureBands: bandOf(plan.featureBands, { thinned: Uint32Array.of(1), acceptanceLimits: Uint32Array.of(limit) }),
  })
  expect(featuresOf(limited(second))).toEqual([0])
  expect(featuresOf(limited(second - 1))).toEqual([])
})
