import { matrix, matrixFromRows, ShapeError } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { latentUniqueness, matchLatents } from './match-latents.js'

const axes = matrixFromRows([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
])

test('a permuted, rescaled and reflected dictionary is matched in full', () => {
  const decoder = matrixFromRows([
    [0, 0, -3],
    [2, 0, 0],
    [0, 0.5, 0],
  ])
  const { latents, cosines, meanCosine } = matchLatents(axes, decoder)
  expect([...latents]).toEqual([1, 2, 0])
  expect([...cosines]).toEqual([1, 1, 1])
  expect(meanCosine).toBe(1)
  expect(latentUniqueness(axes, decoder)).toBe(1)
})

test('features compete for one latent: the matching is one to one where the best cosines are not', () => {
  // cos 45° with both of the first; the second latent has cos .6 with the second, .8 with the third.
  const decoder = matrixFromRows([
    [1, 1, 0],
    [0, 0.6, 0.8],
  ])
  const { latents, meanCosine } = matchLatents(axes, decoder)
  expect([...latents]).toEqual([0, -1, 1])
  expect(meanCosine).toBeCloseTo((Math.SQRT1_2 + 0.8) / 2, 12)
  // Of the equally near first two features the first counts.
  expect(latentUniqueness(axes, decoder)).toBe(1)
})

test('latents that share their nearest feature are no more unique than one', () => {
  const decoder = matrixFromRows([
    [1, 0, 0],
    [1, 0.1, 0],
    [0.9, 0, 0.2],
    [0, 0, 1],
  ])
  expect(latentUniqueness(axes, decoder)).toBe(0.5)
})

test('no order of the latents changes the mean cosine, and no other matching beats it', () => {
  const number = fc.integer({ min: -100, max: 100 })
  const rows = fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(rows, ([first, second, third]) => {
      const [a, b, c] = [first!, second!, third!]
      const { meanCosine } = matchLatents(axes, matrixFromRows([a, b, c]))
      for (const order of [
        [b, a, c],
        [c, a, b],
        [c, b, a],
      ]) {
        expect(matchLatents(axes, matrixFromRows(order)).meanCosine).toBeCloseTo(meanCosine, 12)
        const inOrder = order.map((row, k) => Math.abs(row[k]!) / (Math.hypot(...row) || 1))
        expect(inOrder.reduce((sum, cosine) => sum + cosine, 0) / 3).toBeLessThan(meanCosine + 1e-9)
      }
    }),
  )
})

test('empty sets and other dimensions are refused by name', () => {
  expect(() => matchLatents(axes, matrix(0, 3, new Float64Array(0)))).toThrow(ShapeError)
  expect(() => matchLatents(axes, matrixFromRows([[1, 0]]))).toThrow(
    'invalid decoder: 2 dimensions; expected 3, as truth',
  )
})
