import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lawKey } from './index.js'
import type { FeatureLaw, IndependentLaw } from './law.js'
import { sizedLaw } from './random-laws.test-support.js'

const law: IndependentLaw = {
  kind: 'independent',
  probability: [0.1, 0.2, 0.3],
  groups: [{ kind: 'together', features: [0, 1], probability: 0.5 }],
  values: { kind: 'constant', value: 2 },
}

test('a copy of a law has its key, whatever the order of the fields', () => {
  fc.assert(
    fc.property(sizedLaw, ({ law: any }) => {
      expect(lawKey(JSON.parse(JSON.stringify(any)))).toBe(lawKey(any))
      expect(lawKey(Object.fromEntries(Object.entries(any).reverse()) as unknown as FeatureLaw)).toBe(lawKey(any))
    }),
    { seed: 5, numRuns: 200 },
  )
})

test('laws that differ in any field have different keys', () => {
  const group = law.groups![0]!
  const others: readonly FeatureLaw[] = [
    law,
    { ...law, probability: [0.1, 0.2, 0.4] },
    { ...law, probability: 0.1 },
    { ...law, groups: [] },
    { ...law, groups: [{ ...group, kind: 'exclusive' }] },
    { ...law, groups: [{ ...group, features: [0, 2] }] },
    { ...law, groups: [{ ...group, probability: 0.25 }] },
    { ...law, values: { kind: 'constant', value: 3 } },
    { ...law, values: { kind: 'signed' } },
    { kind: 'exactly', activeCount: 1 },
    { kind: 'exactly', activeCount: 2 },
    { kind: 'hierarchy', probability: [0.3, 0.2, 0.1], parents: [null, 0, 0] },
    { kind: 'hierarchy', probability: [0.3, 0.2, 0.1], parents: [null, 0, 1] },
    { kind: 'hierarchy', probability: [0.3, 0.2, 0.1], parents: [null, 0, 0], exclusive: [[1, 2]] },
    { kind: 'copula', probability: 0.1, correlation: 0.1 },
    { kind: 'copula', probability: 0.1, correlation: 0.2 },
    { kind: 'latent', probability: [[0.1], [0.2]] },
    { kind: 'latent', probability: [[0.1], [0.2]], weights: [1, 2] },
    ...[0, 1].map((mean) => ({ ...law, values: { kind: 'normal', mean, deviation: 1 } }) as const),
    { ...law, values: { kind: 'normal', mean: 0, deviation: 2 } },
    { ...law, values: { kind: 'range', least: 0, greatest: 2 } },
    { ...law, values: { kind: 'range', least: 0, greatest: 3 } },
  ]
  expect(new Set(others.map(lawKey)).size).toBe(others.length)
})
