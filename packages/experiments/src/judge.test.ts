import { expect, test } from 'vitest'
import { atLeast, atMost, closeTo, farthest, relativelyCloseTo, same } from './judge.js'

const statement = { id: 'test/claim', statement: 'One is one.', source: 'arithmetic', control: 'two' }

test('a number holds up to its tolerance, both ends included', () => {
  expect(closeTo(statement, 1.25, 1, 0.25)).toEqual({
    ...statement,
    expected: 1,
    measured: 1.25,
    tolerance: 0.25,
    holds: true,
  })
  expect(closeTo(statement, 0.75, 1, 0.25).holds).toBe(true)
  expect(closeTo(statement, 1.26, 1, 0.25).holds).toBe(false)
})

test('a relative tolerance is a share of the expected number', () => {
  expect(relativelyCloseTo(statement, 0.0202, 0.02, 0.01)).toMatchObject({ tolerance: '1 %', holds: true })
  expect(relativelyCloseTo(statement, 0.0203, 0.02, 0.01).holds).toBe(false)
  expect(relativelyCloseTo(statement, -0.0202, -0.02, 0.011).holds).toBe(true)
})

test('bounds hold on their own side', () => {
  expect(atLeast(statement, 2, 2)).toMatchObject({ expected: '≥ 2', holds: true })
  expect(atLeast(statement, 1.9, 2).holds).toBe(false)
  expect(atMost(statement, 2, 2)).toMatchObject({ expected: '≤ 2', holds: true })
  expect(atMost(statement, 2.1, 2).holds).toBe(false)
})

test('what is not finite never holds, and is told in words that JSON can carry', () => {
  for (const claim of [
    closeTo(statement, Number.NaN, 1, 1),
    relativelyCloseTo(statement, Number.NaN, 1, 1),
    atLeast(statement, Infinity, 1),
    atMost(statement, -Infinity, 1),
    atMost(statement, Number.NaN, 1),
  ]) {
    expect(claim.holds).toBe(false)
    expect(typeof claim.measured).toBe('string')
  }
})

test('words hold when they are the same', () => {
  expect(same(statement, 'square', 'square', 'none').holds).toBe(true)
  expect(same(statement, 'square', 'pentagon', 'none').holds).toBe(false)
})

test('the farthest of some numbers is found on either side', () => {
  expect(farthest([1.1, 0.8, 1.15], 1)).toBe(0.8)
  expect(farthest([], 1)).toBeNaN()
})
