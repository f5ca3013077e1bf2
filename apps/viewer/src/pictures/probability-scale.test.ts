import fc from 'fast-check'
import { expect, test } from 'vitest'
import { positionOf, probabilities, sparsityOf } from './probability-scale.js'

test('the slider goes up from the least probability to 1 in steps of at most a fifth', () => {
  expect(probabilities[0]).toBe(0.01)
  expect(probabilities.at(-1)).toBe(1)
  for (const [index, probability] of probabilities.slice(1).entries()) {
    const ratio = probability / probabilities[index]!
    expect(ratio).toBeGreaterThan(1.04)
    expect(ratio).toBeLessThan(1.21)
  }
})

test('the probabilities of the paper are on it, and 0.1 is in the middle', () => {
  for (const probability of [0.05, 0.1, 0.2, 0.5, 1]) expect(probabilities[positionOf(probability)]).toBe(probability)
  expect(positionOf(0.1) * 2).toBe(probabilities.length - 1)
})

test('a probability in between has the position of a neighbor', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (probability) => {
      const nearest = probabilities[positionOf(probability)]!
      expect(Math.abs(Math.log(nearest / probability))).toBeLessThanOrEqual(Math.log(1.21) / 2)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('sparsities are written without the crumbs of binary fractions', () => {
  expect(probabilities.map((probability) => String(sparsityOf(probability)).length)).toEqual(
    probabilities.map((probability) => (probability === 1 ? 1 : String(probability).length)),
  )
  expect([0.9, 0.05, 0.014].map(sparsityOf)).toEqual([0.1, 0.95, 0.986])
})
