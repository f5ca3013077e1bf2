import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkLaw } from './check-law.js'
import { compileLaw } from './compile-law.js'
import { InvalidLawError } from './invalid-law-error.js'
import type { PlannedLaw } from './law.js'
import { OutOfRangeError } from './out-of-range.js'
import { sizedLaw } from './random-laws.test-support.js'

test('every right law is given back as it is', () => {
  fc.assert(
    fc.property(sizedLaw, ({ law, featureCount }) => {
      expect(checkLaw(law, featureCount)).toBe(law)
      expect(checkLaw(JSON.parse(JSON.stringify(law)), featureCount)).toEqual(JSON.parse(JSON.stringify(law)))
    }),
    { seed: 5, numRuns: 200 },
  )
})

test('probabilities hold at both ends of their range and at the smallest one that can be drawn', () => {
  for (const probability of [0, 2 ** -32, 1, [0, 1, 2 ** -32, 0.5, -0]]) {
    expect(() => checkLaw({ kind: 'independent', probability }, 5)).not.toThrow()
  }
})

const independent = { kind: 'independent', probability: 0.5 }
const together = { kind: 'together', features: [0, 1], probability: 0.1 }
const tooSmall =
  '0, or a number from 2^-32 (about 2.33e-10) to 1: events are drawn with 32-bit words, which cannot tell'

/** On five features: a law, and how the message about it begins. */
const faults: readonly [unknown, string][] = [
  [null, 'invalid law: null; expected an object'],
  [[], 'invalid law: an array of 0; expected an object'],
  ['independent', 'invalid law: "independent"; expected an object'],
  [{}, 'invalid kind: nothing; expected "independent", "exactly", "hierarchy", "copula" or "latent"'],
  [{ kind: 'zipf' }, 'invalid kind: "zipf"; expected "independent", "exactly", "hierarchy", "copula" or "latent"'],
  [
    { kind: 'independent' },
    'invalid probability: nothing; expected a number from 0 to 1, or 5 of them, one per feature',
  ],
  [{ ...independent, probability: 1.2 }, 'invalid probability: 1.2; expected a number from 0 to 1'],
  [{ ...independent, probability: -1 }, 'invalid probability: -1; expected a number from 0 to 1'],
  [{ ...independent, probability: Number.NaN }, 'invalid probability: NaN; expected a number from 0 to 1'],
  [{ ...independent, probability: '0.5' }, 'invalid probability: "0.5"; expected a number from 0 to 1'],
  [{ ...independent, probability: 1e-12 }, `invalid probability: 1e-12; expected ${tooSmall}`],
  [{ ...independent, probability: 2 ** -33 }, `invalid probability: 1.1641532182693481e-10; expected ${tooSmall}`],
  [
    { ...independent, probability: [0.1, 0.2, 0.3] },
    'invalid probability: an array of 3; expected one number, or 5, one per feature',
  ],
  [{ ...independent, probability: [0, 0, 0, 1.2, 0] }, 'invalid probability[3]: 1.2; expected a number from 0 to 1'],
  [{ ...independent, probability: [0, 0, 1e-12, 0, 0] }, `invalid probability[2]: 1e-12; expected ${tooSmall}`],
  [{ ...independent, probability: [0, 0, 0, 0, null] }, 'invalid probability[4]: null; expected a number from 0 to 1'],
  [{ ...independent, probability: new Array(5) }, 'invalid probability[0]: nothing; expected a number from 0 to 1'],
  [
    { ...independent, probabilities: 1 },
    'invalid probabilities: an unknown field; expected kind, probability, groups or values',
  ],
  [{ ...independent, activeCount: 1 }, 'invalid activeCount: an unknown field; expected kind, probability, groups'],
  [{ ...independent, groups: {} }, 'invalid groups: an object; expected an array of groups'],
  [{ ...independent, groups: [together, 7] }, 'invalid groups[1]: 7; expected an object'],
  [
    { ...independent, groups: [{ ...together, kind: 'apart' }] },
    'invalid groups[0].kind: "apart"; expected "together" or "exclusive"',
  ],
  [
    { ...independent, groups: [{ ...together, size: 2 }] },
    'invalid groups[0].size: an unknown field; expected kind, features or probability',
  ],
  [
    { ...independent, groups: [{ ...together, probability: 1.2 }] },
    'invalid groups[0].probability: 1.2; expected a number from 0 to 1',
  ],
  [
    { ...independent, groups: [{ ...together, probability: 1e-12 }] },
    `invalid groups[0].probability: 1e-12; expected ${tooSmall}`,
  ],
  [
    { ...independent, probability: [0, 0, 0, 0, 0], groups: [{ kind: 'together', features: [0] }] },
    'invalid groups[0].probability: nothing; expected a number from 0 to 1: the law has one probability per feature',
  ],
  [
    { ...independent, groups: [{ kind: 'together' }] },
    'invalid groups[0].features: nothing; expected an array of at least one feature index',
  ],
  [
    { ...independent, groups: [{ ...together, features: [] }] },
    'invalid groups[0].features: an array of 0; expected an array of at least one feature index',
  ],
  [
    { ...independent, groups: [{ ...together, features: [0, 5] }] },
    'invalid groups[0].features[1]: 5; expected an integer from 0 to 4',
  ],
  [
    { ...independent, groups: [{ ...together, features: [-1] }] },
    'invalid groups[0].features[0]: -1; expected an integer from 0 to 4',
  ],
  [
    { ...independent, groups: [{ ...together, features: [0.5] }] },
    'invalid groups[0].features[0]: 0.5; expected an integer from 0 to 4',
  ],
  [
    { ...independent, groups: [{ ...together, features: [0, 3, 2] }] },
    'invalid groups[0].features[2]: 2; expected an index above 3: ascending, without repeats',
  ],
  [
    { ...independent, groups: [{ ...together, features: [2, 2] }] },
    'invalid groups[0].features[1]: 2; expected an index above 2: ascending, without repeats',
  ],
  [
    { ...independent, groups: [together, { ...together, features: [1, 2] }] },
    'invalid groups[1].features[0]: 1; expected a feature outside groups[0]',
  ],
  [{ ...independent, values: 'unit' }, 'invalid values: "unit"; expected an object'],
  [
    { ...independent, values: {} },
    'invalid values.kind: nothing; expected "unit", "signed", "constant", "sign", "range", "normal", "folded-normal" or',
  ],
  [
    { ...independent, values: { kind: 'unit', value: 1 } },
    'invalid values.value: an unknown field; expected kind alone',
  ],
  [
    { ...independent, values: { kind: 'constant' } },
    'invalid values.value: nothing; expected a number that float32 can hold',
  ],
  [
    { ...independent, values: { kind: 'constant', value: 1e39 } },
    'invalid values.value: 1e+39; expected a number that float32 can hold',
  ],
  [
    { ...independent, values: { kind: 'constant', value: Number.NaN } },
    'invalid values.value: NaN; expected a number that float32 can hold',
  ],
  [
    { ...independent, values: { kind: 'constant', value: 1e-60 } },
    'invalid values.value: 1e-60; expected a number that float32 can hold',
  ],
  [{ kind: 'exactly' }, 'invalid activeCount: nothing; expected an integer from 0 to 5'],
  [{ kind: 'exactly', activeCount: 6 }, 'invalid activeCount: 6; expected an integer from 0 to 5'],
  [{ kind: 'exactly', activeCount: -1 }, 'invalid activeCount: -1; expected an integer from 0 to 5'],
  [{ kind: 'exactly', activeCount: 1.5 }, 'invalid activeCount: 1.5; expected an integer from 0 to 5'],
  [{ kind: 'exactly', activeCount: '1' }, 'invalid activeCount: "1"; expected an integer from 0 to 5'],
  [
    { kind: 'exactly', activeCount: 1, probability: 1 },
    'invalid probability: an unknown field; expected kind, activeCount or values',
  ],
]

const hierarchy = { kind: 'hierarchy', probability: [0.5, 0.2, 0.3, 0.1, 0.1], parents: [null, 0, 0, 1, null] }
const identity: readonly (readonly number[])[] = [0, 1, 2, 3, 4].map((row) =>
  [0, 1, 2, 3, 4].map((column) => (row === column ? 1 : 0)),
)
const matrixWith = (changes: readonly (readonly [number, number, number])[]) => {
  const matrix = identity.map((row) => [...row])
  for (const [row, column, value] of changes) matrix[row]![column] = value
  return matrix
}
const both = (row: number, column: number, value: number) =>
  [
    [row, column, value],
    [column, row, value],
  ] as const
const copula = { kind: 'copula', probability: 0.1, correlation: 0.5 }
const normal = { kind: 'normal', mean: 0, deviation: 1 }

/** The same for the laws of dependence, and for the values that no plan has. */
const dependenceFaults: readonly [unknown, string][] = [
  [{ ...hierarchy, probability: 0.1 }, 'invalid probability: 0.1; expected numbers from 0 to 1, 5 of them'],
  [
    { ...hierarchy, parents: [null, 0] },
    'invalid parents: an array of 2; expected indices of features, or null for roots',
  ],
  [{ ...hierarchy, parents: [null, 0, 5, 1, null] }, 'invalid parents[2]: 5; expected null, or an integer from 0 to 4'],
  [
    { ...hierarchy, parents: [3, 0, 0, 1, null] },
    'invalid parents[0]: 3; expected a feature that does not descend from 0: 0 → 3 → 1 → 0 is a circle',
  ],
  [
    { ...hierarchy, parents: [null, 0, 0, 1, 4] },
    'invalid parents[4]: 4; expected a feature that does not descend from 4',
  ],
  [
    { ...hierarchy, probability: [0.5, 0.2, 0.6, 0.1, 0.1] },
    'invalid probability[2]: 0.6; expected at most 0.5, the probability of its parent, feature 0',
  ],
  [
    { ...hierarchy, probability: [0.5, 0.3, 0.3, 0.1, 0.1], exclusive: [[1, 2]] },
    'invalid exclusive[0]: an array of 2; expected features whose probabilities sum to at most 0.5, the probability of their parent',
  ],
  [{ ...hierarchy, exclusive: [[1, 3]] }, 'invalid exclusive[0][1]: 3; expected a child of 0, as feature 1 is'],
  [{ ...hierarchy, exclusive: [[2, 1]] }, 'invalid exclusive[0][1]: 1; expected an index above 2'],
  [{ ...hierarchy, exclusive: [[1]] }, 'invalid exclusive[0]: an array of 1; expected two or more features'],
  [
    {
      ...hierarchy,
      exclusive: [
        [1, 2],
        [0, 4],
        [0, 4],
      ],
    },
    'invalid exclusive[2][0]: 0; expected a feature outside exclusive[1]',
  ],
  [
    { ...hierarchy, depth: 2 },
    'invalid depth: an unknown field; expected kind, probability, parents, exclusive or values',
  ],
  [{ ...copula, correlation: -0.26 }, 'invalid correlation: -0.26; expected a number from -0.25 to 1'],
  [{ ...copula, correlation: 1.1 }, 'invalid correlation: 1.1; expected a number from -0.25 to 1'],
  [{ kind: 'copula', probability: 0.1 }, 'invalid correlation: nothing; expected one number, or 5 rows of 5 numbers'],
  [
    { ...copula, correlation: [[1]] },
    'invalid correlation: an array of 1; expected one number, or 5 rows of 5 numbers',
  ],
  [
    { ...copula, correlation: matrixWith([[0, 1, 0.3]]) },
    'invalid correlation[1][0]: 0; expected 0.3, as correlation[0][1] says',
  ],
  [{ ...copula, correlation: matrixWith([[2, 2, 0.9]]) }, 'invalid correlation[2][2]: 0.9; expected 1'],
  [
    { ...copula, correlation: matrixWith(both(0, 1, 1.5)) },
    'invalid correlation[0][1]: 1.5; expected a number from -1 to 1',
  ],
  [
    // Three that all disagree: possible to −1/2, which is 5/9 of −0.9.
    { ...copula, correlation: matrixWith([...both(0, 1, -0.9), ...both(0, 2, -0.9), ...both(1, 2, -0.9)]) },
    'invalid correlation: an array of 5; expected a matrix without negative eigenvalues; with every number off the diagonal multiplied by 0.555',
  ],
  [
    { kind: 'latent', probability: 0.1 },
    'invalid probability: 0.1; expected one row of 5 probabilities for every state',
  ],
  [{ kind: 'latent', probability: [[0.1]] }, 'invalid probability[0]: an array of 1; expected 5 numbers from 0 to 1'],
  [{ kind: 'latent', probability: [[0, 0, 0, 0, 2]] }, 'invalid probability[0][4]: 2; expected a number from 0 to 1'],
  [
    { kind: 'latent', probability: [[0, 0, 0, 0, 0]], weights: [0] },
    'invalid weights: an array of 1; expected at least one weight above 0',
  ],
  [
    { kind: 'latent', probability: [[0, 0, 0, 0, 0]], weights: [1, 1] },
    'invalid weights: an array of 2; expected 1 numbers, one for every state',
  ],
  [{ ...copula, values: { ...normal, deviation: 0 } }, 'invalid values.deviation: 0; expected a number > 0'],
  [
    { ...copula, values: { kind: 'folded-normal', deviation: 1 } },
    'invalid values.mean: nothing; expected a number that float32',
  ],
  [
    { ...copula, values: { kind: 'range', least: 1, greatest: 1 } },
    'invalid values.greatest: 1; expected a number above least, which is 1',
  ],
]

test.each(dependenceFaults)('%j is refused by its field, where numbers depend on one another', (law, beginning) => {
  expect(() => checkLaw(law, 5)).toThrow(InvalidLawError)
  expect(() => checkLaw(law, 5)).toThrow(beginning)
})

test('laws of dependence that are right are given back as they are', () => {
  for (const law of [
    hierarchy,
    { ...hierarchy, exclusive: [[1, 2]] },
    copula,
    { ...copula, correlation: -0.25 },
    { ...copula, correlation: matrixWith([...both(0, 1, 1), ...both(0, 2, -1), ...both(1, 2, -1)]) },
    { kind: 'latent', probability: [[0, 1, 0.5, 0, 0]], values: normal },
  ]) {
    expect(checkLaw(law, 5)).toBe(law)
  }
})

test('a law without a plan is refused where a plan is asked for', () => {
  const law = { kind: 'independent', probability: 0.5, values: { kind: 'sign' } } as unknown as PlannedLaw
  expect(() => compileLaw(law, 5)).toThrow('createSampler draws all laws')
  expect(() => compileLaw(copula as unknown as PlannedLaw, 5)).toThrow('invalid kind: "copula"')
})

test.each(faults)('%j is refused by its field', (law, beginning) => {
  for (const refuse of [() => checkLaw(law, 5), () => compileLaw(law as PlannedLaw, 5)]) {
    expect(refuse).toThrow(InvalidLawError)
    expect(refuse).toThrow(beginning)
  }
})

test('the error carries path, found and expected by themselves', () => {
  const law = { kind: 'independent', probability: [0, 0, 0, 1.2] }
  const facts = { path: ['probability', 3], found: '1.2', expected: 'a number from 0 to 1', name: 'InvalidLawError' }
  expect(() => checkLaw(law, 4)).toThrow(expect.objectContaining(facts))
})

test('a long string in the wrong place does not flood the message', () => {
  expect(() => checkLaw({ kind: 'x'.repeat(10_000) }, 1)).toThrow(`invalid kind: "${'x'.repeat(40)}…"; expected`)
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 32])('a feature count of %d is refused', (featureCount) => {
  expect(() => checkLaw(independent, featureCount)).toThrow(OutOfRangeError)
  expect(() => checkLaw(independent, featureCount)).toThrow(
    `invalid featureCount: ${featureCount}; expected an integer from 1 to 4294967295`,
  )
})

test('an unknown field is known by its kind', () => {
  const unknown = expect.objectContaining({ path: ['values', 'size'], kind: 'unknown-field' })
  expect(() => checkLaw({ ...independent, values: { kind: 'unit', size: 1 } }, 5)).toThrow(unknown)
  expect(() => checkLaw({ ...independent, probability: 2 }, 5)).toThrow(
    expect.not.objectContaining({ kind: 'unknown-field' }),
  )
})
