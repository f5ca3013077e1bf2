/** Random laws, seeds and steps for property tests, here and in every engine: all kinds that have a plan, densities, groups and range ends. */
import fc from 'fast-check'
import type { FeatureGroup, PlannedLaw, PlannedValueLaw } from './law.js'

/** A law with the number of features that it is for. */
export interface SizedLaw {
  readonly featureCount: number
  readonly law: PlannedLaw
}

const probability: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 1 / 8, 1 / 16, 0.0625 - 2 ** -40, 0.125 - 2 ** -40, 0.5, 0.1, 1 - 2 ** -33, 2 ** -32, 2 ** -31),
  fc.double({ min: 0.125, max: 1, noNaN: true }),
  fc.double({ min: 0.01, max: 0.125, noNaN: true }),
  fc.integer({ min: 1, max: 31 }).map((order) => 2 ** -order * 0.75),
)

const values: fc.Arbitrary<PlannedValueLaw | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant<PlannedValueLaw>({ kind: 'unit' }),
  fc.constant<PlannedValueLaw>({ kind: 'signed' }),
  fc
    .double({ min: -9, max: 9, noNaN: true })
    .map((value): PlannedValueLaw => ({ kind: 'constant', value: Math.fround(value) })),
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

const independent: fc.Arbitrary<SizedLaw> = fc.integer({ min: 1, max: 80 }).chain((featureCount) =>
  fc
    .record({
      one: probability,
      many: fc.option(fc.array(probability, { minLength: featureCount, maxLength: featureCount })),
      /** Which group each feature belongs to; 4 and above: none. */
      owners: fc.option(fc.array(fc.nat({ max: 7 }), { minLength: featureCount, maxLength: featureCount })),
      kinds: fc.array(fc.constantFrom('together' as const, 'exclusive' as const), { minLength: 4, maxLength: 4 }),
      groupProbabilities: fc.array(fc.option(probability), { minLength: 4, maxLength: 4 }),
      values,
    })
    .map(({ one, many, owners, kinds, groupProbabilities, values }) => {
      const groups: FeatureGroup[] = []
      for (const [index, kind] of kinds.entries()) {
        const features = [...(owners ?? []).entries()]
          .filter(([, owner]) => owner === index)
          .map(([feature]) => feature)
        const own = groupProbabilities[index] ?? (many ? one : undefined)
        if (features.length > 0) groups.push({ kind, features, ...(own === undefined ? {} : { probability: own }) })
      }
      return { featureCount, law: { kind: 'independent' as const, probability: many ?? one, groups, values } }
    }),
)

/** Laws of every kind that has a plan, on 1 to 80 features. */
export const sizedLaw: fc.Arbitrary<SizedLaw> = fc.oneof({ arbitrary: independent, weight: 4 }, exactly)

/** A seed from its whole range, its ends among them. */
export const anySeed: fc.Arbitrary<number> = fc.oneof(
  fc.maxSafeInteger().map(Math.abs),
  fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
)

/** A step or sample from its whole range, its ends among them. */
export const anyWord: fc.Arbitrary<number> = fc.oneof(
  fc.nat({ max: 2 ** 31 - 1 }),
  fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1),
)
