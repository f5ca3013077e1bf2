import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cosineOfTurns, integerPower, sineOfTurns } from './portable-functions.js'

const runs = { seed: 1, numRuns: 2000 }
const bits = 200n
const one = 1n << bits

/** A double as an exact fixed-point number with 200 fractional bits (for sizes from 2⁻¹⁰⁰ to 2⁵²). */
function fixed(x: number): bigint {
  let scaled = x
  let shift = 0n
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    shift++
  }
  return (BigInt(scaled) << bits) >> shift
}

/** Back to a double, within an ulp. */
function toNumber(x: bigint): number {
  return Number(x) / 2 ** Number(bits)
}

/** π with 200 bits by Machin's formula 16 arctan(1/5) − 4 arctan(1/239). */
function arctanOfInverse(n: bigint): bigint {
  let power = one / n
  let sum = 0n
  for (let odd = 1n, sign = 1n; power !== 0n; odd += 2n, sign = -sign) {
    sum += (sign * power) / odd
    power /= n * n
  }
  return sum
}
const pi = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)

function exactSine(turns: number): number {
  const x = (2n * pi * fixed(turns)) >> bits
  let term = x
  let sum = 0n
  for (let odd = 1n; term !== 0n; odd += 2n) {
    sum += term
    term = -((((term * x) >> bits) * x) >> bits) / ((odd + 1n) * (odd + 2n))
  }
  return toNumber(sum)
}

function relativeError(found: number, exact: number): number {
  // Below 1e-40 the fixed-point sines are their own rounding error: the exact value is 0.
  return Math.abs(exact) < 1e-40 && found === 0 ? 0 : Math.abs(found / exact - 1)
}

test('sine and cosine of turns agree with 200-bit arithmetic to 1e-15', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }).filter((x) => Math.abs(x) > 2 ** -90),
      (turns) => {
        expect(relativeError(sineOfTurns(turns), exactSine(turns))).toBeLessThan(1e-15)
        // cos(2πt) = sin(2π(t + 1/4)); the sum is exact for multiples of 2⁻⁵⁰.
        const rounded = Math.round(turns * 2 ** 50) / 2 ** 50
        expect(relativeError(cosineOfTurns(rounded), exactSine(rounded + 0.25))).toBeLessThan(1e-15)
      },
    ),
    { seed: 2, numRuns: 500 },
  )
})

test('every 64th of a turn agrees, the ends of the series included', () => {
  for (let k = 1; k < 64; k++) {
    expect(relativeError(sineOfTurns(k / 64), exactSine(k / 64))).toBeLessThan(4e-16)
    expect(relativeError(cosineOfTurns(k / 64), exactSine(k / 64 + 0.25))).toBeLessThan(4e-16)
  }
})

test('quarter turns are exact', () => {
  expect([0, 0.25, 0.5, 0.75, 1, -0.25].map(cosineOfTurns).map((x) => x + 0)).toEqual([1, 0, -1, 0, 1, 0])
  expect([0, 0.25, 0.5, 0.75, 1, -0.25].map(sineOfTurns).map((x) => x + 0)).toEqual([0, 1, 0, -1, 0, -1])
})

test('integer powers agree with repeated multiplication', () => {
  expect(integerPower(0.5, 0)).toBe(1)
  expect(integerPower(0, 0)).toBe(1)
  expect(integerPower(0, 7)).toBe(0)
  expect(integerPower(3, 13)).toBe(1594323)
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: 0, max: 300 }), (base, exponent) => {
      let product = 1
      for (let i = 0; i < exponent; i++) product *= base
      expect(relativeError(integerPower(base, exponent), product)).toBeLessThan(1e-13)
    }),
    runs,
  )
})
