import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  above,
  allOf,
  atLeast,
  atMost,
  below,
  exactly,
  falling,
  judged,
  near,
  rising,
  shareAtLeast,
  shareAtMost,
} from './expectations.js'

test('a bound is inclusive and holds on its own side', () => {
  expect(atLeast(2)(2)).toMatchObject({ expected: '≥ 2', measured: 2, tolerance: 'none beyond the bound', holds: true })
  expect(atLeast(2)(1.9).holds).toBe(false)
  expect(atMost(2)(2)).toMatchObject({ expected: '≤ 2', measured: 2, tolerance: 'none beyond the bound', holds: true })
  expect(atMost(2)(2.1).holds).toBe(false)
})

test('a number is near up to its tolerance, both ends included', () => {
  expect(near(1, 0.25)(1.25)).toMatchObject({ expected: 1, measured: 1.25, tolerance: 0.25, holds: true })
  expect(near(1, 0.25)(0.75).holds).toBe(true)
  expect(near(1, 0.25)(1.26).holds).toBe(false)
  expect(near(1, 0.25)(0.74).holds).toBe(false)
})

test('a relative tolerance is a share of the size of the expected number', () => {
  expect(near(0.02, '1 %')(0.0202)).toMatchObject({ expected: 0.02, measured: 0.0202, tolerance: '1 %', holds: true })
  expect(near(0.02, '1 %')(0.0203).holds).toBe(false)
  expect(near(-0.02, '1.1 %')(-0.0202).holds).toBe(true)
  expect(near(-0.02, '1.1 %')(-0.0203).holds).toBe(false)
})

test('words and truth values hold when they are the expected ones', () => {
  const judgment = { expected: 'square', measured: 'square', tolerance: 'gaps within 3°', holds: true }
  expect(exactly('square', 'gaps within 3°')('square')).toEqual(judgment)
  expect(exactly('square', 'none')('pentagon').holds).toBe(false)
  expect(exactly(true, 'none')(true).holds).toBe(true)
  expect(exactly(false, 'none')(true).holds).toBe(false)
})

test('a trend without slack is strict', () => {
  expect(rising()([1, 2, 3])).toEqual({
    expected: 'rising',
    measured: '1.00, 2.00, 3.00',
    tolerance: 'none',
    holds: true,
  })
  expect(rising()([1, 2, 2]).holds).toBe(false)
  expect(falling()([3, 2, 1]).holds).toBe(true)
  expect(falling()([3, 3, 1]).holds).toBe(false)
  expect(falling()([1, 2]).holds).toBe(false)
})

test('a trend with slack lets each number go against it by so much, the end included', () => {
  expect(rising({ slack: 0.25 })([1, 0.75, 2])).toMatchObject({ tolerance: 0.25, holds: true })
  expect(rising({ slack: 0.25 })([1, 0.74, 2]).holds).toBe(false)
  expect(falling({ slack: 0.25 })([2, 2.25, 1]).holds).toBe(true)
  expect(falling({ slack: 0.25 })([2, 2.26, 1]).holds).toBe(false)
})

test('the ends of a trend meet expectations of their own, and its words say so', () => {
  const growing = rising({ from: atMost(0.1), to: atLeast(0.4), digits: (value) => value.toFixed(1) })
  expect(growing([0.1, 0.3, 0.4])).toEqual({
    expected: 'rising from ≤ 0.1 to ≥ 0.4',
    measured: '0.1, 0.3, 0.4',
    tolerance: 'none',
    holds: true,
  })
  expect(growing([0.2, 0.3, 0.4]).holds).toBe(false)
  expect(growing([0.1, 0.2, 0.3]).holds).toBe(false)
})

test('fewer than two numbers have no trend', () => {
  for (const numbers of [[], [1]]) {
    expect(rising()(numbers).holds).toBe(false)
    expect(falling({ slack: 1, to: atLeast(0) })(numbers).holds).toBe(false)
  }
})

test('all of so many holds for all of them, and not for all of nothing', () => {
  expect(allOf(3, 'within 1 %')(3)).toEqual({
    expected: 'all 3',
    measured: '3 of 3',
    tolerance: 'within 1 %',
    holds: true,
  })
  expect(allOf(3, 'none')(2).holds).toBe(false)
  expect(allOf(0, 'none')(0).holds).toBe(false)
})

test('what was judged elsewhere holds as it was found', () => {
  expect(judged('from 3 to 5', true, 'none')(4)).toEqual({
    expected: 'from 3 to 5',
    measured: 4,
    tolerance: 'none',
    holds: true,
  })
  expect(judged('a square', false, 'none')('a pentagon').holds).toBe(false)
})

/** Without −0, which JSON does not know. */
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0)
const notFinite = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)

test('what is not finite never holds, and is told in words that JSON can carry', () => {
  const property = fc.property(notFinite, number, (measured, bound) => {
    const one = [atLeast(bound), atMost(bound), near(bound, 10), near(bound, '50 %'), allOf(3, 'none')]
    for (const expectation of [...one, judged('met', true, 'none')]) {
      const judgment = expectation(measured)
      expect(judgment.holds).toBe(false)
      expect(JSON.parse(JSON.stringify(judgment))).toEqual(judgment)
    }
  })
  fc.assert(property)
})

test('a trend never holds with a number anywhere that is not finite', () => {
  const property = fc.property(
    fc.uniqueArray(number, { minLength: 2 }),
    fc.nat(),
    notFinite,
    (numbers, index, broken) => {
      const sorted = [...numbers].sort((a, b) => a - b)
      expect(rising()(sorted).holds).toBe(true)
      expect(falling()([...sorted].reverse()).holds).toBe(true)
      const at = index % (sorted.length + 1)
      const spoiled = [...sorted.slice(0, at), broken, ...sorted.slice(at)]
      for (const expectation of [rising(), falling(), rising({ slack: 1e9 }), falling({ slack: 1e9 })]) {
        expect(expectation(spoiled).holds).toBe(false)
      }
    },
  )
  fc.assert(property)
})

test('nothing is near a number that is not finite, or within a tolerance that is NaN', () => {
  fc.assert(fc.property(notFinite, number, (expected, measured) => !near(expected, 1)(measured).holds))
  expect(near(1, Number.NaN)(1).holds).toBe(false)
  expect(atLeast(Number.NaN)(1).holds).toBe(false)
  expect(atMost(Number.NaN)(1).holds).toBe(false)
})

test('a margin is the room to the bound: in shares of the tolerance, of the bound, or in standard errors', () => {
  expect(near(1, 0.25)(1)).toMatchObject({ margin: 1, marginIn: 'tolerance' })
  expect(near(1, 0.25)(1.25).margin).toBe(0)
  expect(near(1, 0.25)(1.5).margin).toBe(-1)
  expect(atLeast(2)(3)).toMatchObject({ margin: 0.5, marginIn: 'bound' })
  expect(atLeast(2)(2).margin).toBe(0)
  expect(atMost(-2)(-1).margin).toBe(-0.5)
  expect(atMost(2, { standardError: 0.25 })(1)).toMatchObject({ margin: 4, marginIn: 'standard errors' })
  expect(near(1, 0)(1)).not.toHaveProperty('margin')
  expect(atLeast(0)(1)).not.toHaveProperty('margin')
  expect(atLeast(1)(Number.NaN)).not.toHaveProperty('margin')
})

test('a margin is negative exactly where an expectation is not met', () => {
  const number = fc.double({ min: -9, max: 9, noNaN: true })
  const bound = number.filter((value) => Math.abs(value) > 1e-3)
  fc.assert(
    fc.property(number, bound, fc.double({ min: 1e-3, max: 5, noNaN: true }), (measured, expected, size) => {
      const expectations = [
        near(expected, size),
        atLeast(expected),
        atMost(expected),
        atLeast(expected, { standardError: size }),
      ]
      for (const { holds, margin } of expectations.map((each) => each(measured))) expect(margin! >= 0).toBe(holds)
    }),
  )
})

test('one number is above another by more than two standard errors, below it, or the order is not decided', () => {
  const uncertainty = { standardError: 0.5 }
  expect(above(1, uncertainty)(2.5)).toMatchObject({ expected: '> 1', holds: true, margin: 1 })
  expect(above(1, uncertainty)(2.5)).not.toHaveProperty('decided')
  expect(above(1, uncertainty)(2)).toMatchObject({ holds: false, decided: false })
  expect(above(1, uncertainty)(0)).toMatchObject({ holds: false, decided: false })
  expect(above(1, uncertainty)(-0.5)).toMatchObject({ holds: false })
  expect(above(1, uncertainty)(-0.5)).not.toHaveProperty('decided')
  expect(below(1, uncertainty)(-0.5)).toMatchObject({ expected: '< 1', holds: true, margin: 1 })
  for (const standardError of [Number.NaN, 0]) expect(above(1, { standardError })(1).holds).toBe(false)
  expect(above(1, uncertainty)(Number.NaN).holds).toBe(false)
})

test('a share shows its interval; its margin is in binomial standard errors', () => {
  // Wilson's interval of 9 of 16: 0.332 to 0.769.
  expect(shareAtLeast(0.5)({ count: 9, of: 16 })).toMatchObject({
    expected: '≥ 50 %',
    measured: '9 of 16 (33.2 to 76.9 %)',
    holds: true,
    margin: 0.5,
    marginIn: 'standard errors',
  })
  expect(shareAtLeast(0.5)({ count: 8, of: 16 })).toMatchObject({ holds: true, margin: 0 })
  expect(shareAtLeast(0.5)({ count: 7, of: 16 }).holds).toBe(false)
  expect(shareAtMost(0.25)({ count: 4, of: 16 }).holds).toBe(true)
  expect(shareAtMost(0.25)({ count: 5, of: 16 }).holds).toBe(false)
  expect(shareAtMost(0.25)({ count: 0, of: 0 }).holds).toBe(false)
})
