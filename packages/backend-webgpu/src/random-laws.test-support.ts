/** Random laws of every kind for property tests: mixed densities, bands, groups of both kinds, edge probabilities. */
import type { FeatureGroup, FeatureLaw, ValueLaw } from '@digon/data'
import fc from 'fast-check'

/** A law with the number of features that it is for. */
export interface SizedLaw {
  readonly featureCount: number
  readonly law: FeatureLaw
}

const probability: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 1 / 8, 1 / 16, 0.5, 0.1, 1 - 2 ** -33, 2 ** -32),
  fc.double({ min: 0.125, max: 1, noNaN: true }),
  fc.double({ min: 0.01, max: 0.125, noNaN: true }),
  fc.integer({ min: 1, max: 31 }).map((order) => 0.75 * 2 ** -order),
)

const values: fc.Arbitrary<ValueLaw> = fc.constantFrom<ValueLaw>(
  { kind: 'unit' },
  { kind: 'signed' },
  { kind: 'constant', value: 1.5 },
)

const exactly: fc.Arbitrary<SizedLaw> = fc.integer({ min: 1, max: 80 }).chain((featureCount) =>
  fc.record({
    featureCount: fc.constant(featureCount),
    law: fc.record({
      kind: fc.constant('exactly' as const),
      activeCount: fc.integer({ min: 0, max: featureCount }),
      values,
    }),
  }),
)

const uniform: fc.Arbitrary<SizedLaw> = fc.record({
  featureCount: fc.integer({ min: 1, max: 80 }),
  law: fc.record({ kind: fc.constant('independent' as const), probability, values }),
})

/** Features 0, 3, 6 … and 1, 4, 7 … may be groups. */
const mixed: fc.Arbitrary<SizedLaw> = fc.integer({ min: 2, max: 40 }).chain((featureCount) =>
  fc
    .record({
      many: fc.array(probability, { minLength: featureCount, maxLength: featureCount }),
      kinds: fc.array(fc.constantFrom('together' as const, 'exclusive' as const), { maxLength: 2 }),
      groupProbabilities: fc.tuple(probability, probability),
      values,
    })
    .map(({ many, kinds, groupProbabilities, values }) => {
      const groups = kinds.map(
        (kind, first): FeatureGroup => ({
          kind,
          features: many.flatMap((_, feature) => (feature % 3 === first ? [feature] : [])),
          probability: groupProbabilities[first]!,
        }),
      )
      return { featureCount, law: { kind: 'independent' as const, probability: many, groups, values } }
    }),
)

/** Laws on 1 to 80 features. */
export const sizedLaw: fc.Arbitrary<SizedLaw> = fc.oneof(exactly, uniform, { arbitrary: mixed, weight: 2 })
