import { matrixFromRows, ShapeError } from '@digon/matrix'
import { expect, test } from 'vitest'
import { absorptionGap, firingScores } from './firing-scores.js'

// Parent 0 in six samples, its child 1 in three of them.
const features = matrixFromRows([
  [1, 0],
  [1, 0],
  [1, 0],
  [1, 0.5],
  [1, 0.5],
  [1, 0.5],
  [0, 0],
  [0, 0],
])

test('precision, recall and F1 of a latent that misses samples and fires in others', () => {
  // Latent 0 fires in four samples, three of them with feature 0; latent 1 never.
  const codes = matrixFromRows([
    [1, 0],
    [1, 0],
    [2, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0.1, 0],
    [0, 0],
  ])
  const [first, second] = firingScores(features, codes, [0, 1])
  expect(first!.precision).toBe(3 / 4)
  expect(first!.recall).toBe(3 / 6)
  expect(first!.f1).toBeCloseTo((2 * 3) / (4 + 6), 15)
  expect(second).toEqual({ precision: 0, recall: 0, f1: 0 })
  expect(firingScores(features, codes, [-1, 0])[0]).toEqual({ precision: 0, recall: 0, f1: 0 })
})

test('a feature itself as its latent scores 1', () => {
  for (const score of firingScores(features, features, [0, 1])) {
    expect(score).toEqual({ precision: 1, recall: 1, f1: 1 })
  }
})

test('the absorption gap is 0 for the feature itself, 1 when the child silences the latent, and between for a part', () => {
  const pair = { parent: 0, child: 1 }
  expect(absorptionGap(features, features, 0, pair)).toBe(0)
  const absorbed = matrixFromRows([[1], [1], [1], [0], [0], [0], [0], [0]])
  expect(absorptionGap(features, absorbed, 0, pair)).toBe(1)
  const inPart = matrixFromRows([[1], [1], [0], [0], [0], [1], [0], [1]])
  expect(absorptionGap(features, inPart, 0, pair)).toBeCloseTo(2 / 3 - 1 / 3, 15)
  // The child never without the parent: nothing to compare with.
  expect(absorptionGap(features, absorbed, 0, { parent: 1, child: 0 })).toBeNaN()
})

test('other numbers of samples, and indices that are no feature or latent, are refused by name', () => {
  const codes = matrixFromRows([[1]])
  expect(() => firingScores(features, codes, [0, 0])).toThrow('invalid codes: 1 samples; expected 8, as the features')
  expect(() => absorptionGap(features, features, 2, { parent: 0, child: 1 })).toThrow(
    'invalid latent: 2; expected an integer from 0 to 1',
  )
  expect(() => absorptionGap(features, features, 0, { parent: 0, child: 5 })).toThrow(ShapeError)
})
