import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exponential, naturalLogarithm } from './portable-exponents.js'

const runs = { seed: 1, numRuns: 2000 }

function relativeError(found: number, exact: number): number {
  return Math.abs(found / exact - 1)
}

test('the logarithm agrees with Math.log to 1e-15 over all positive doubles', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(x === 1 ? naturalLogarithm(x) : relativeError(naturalLogarithm(x), Math.log(x))).toBeLessThan(1e-15)
    }),
    runs,
  )
})

test('the logarithm keeps its relative accuracy close to 1, where the polar method needs it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.25, max: 2, noNaN: true }), (x) => {
      expect(x === 1 ? naturalLogarithm(x) : relativeError(naturalLogarithm(x), Math.log(x))).toBeLessThan(1e-15)
    }),
    runs,
  )
  expect(naturalLogarithm(1)).toBe(0)
  expect(relativeError(naturalLogarithm(1 + 2 ** -52), 2 ** -52 - 2 ** -105)).toBeLessThan(1e-15)
})

test('the logarithm of what has none is −Infinity, Infinity or NaN, as Math.log says', () => {
  for (const x of [0, -0, -1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(naturalLogarithm(x)).toBe(Math.log(x))
  }
})

test('the exponential agrees with Math.exp to 2e-15, and is 1 at 0', () => {
  fc.assert(
    fc.property(fc.double({ min: -690, max: 700, noNaN: true }), (x) => {
      expect(relativeError(exponential(x), Math.exp(x))).toBeLessThan(2e-15)
    }),
    runs,
  )
  expect(exponential(0)).toBe(1)
  expect([exponential(-1e4), exponential(1e4), exponential(Number.NaN)]).toEqual([
    0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ])
})
