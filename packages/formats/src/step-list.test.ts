import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSteps, encodeSteps, stepListSchema } from './step-list.js'

test('a regular stretch is one entry, single steps stay numbers', () => {
  expect(encodeSteps([0, 10, 20, 30, 31])).toEqual([{ from: 0, to: 30, every: 10 }, 31])
  expect(encodeSteps([3, 5])).toEqual([3, 5])
  expect(encodeSteps([])).toEqual([])
  const million = Array.from({ length: 1_000_000 }, (_, k) => 7 * k)
  expect(encodeSteps(million)).toEqual([{ from: 0, to: 6_999_993, every: 7 }])
})

test('every list of ascending steps comes back as it was, and is valid', () => {
  const ascending = fc.uniqueArray(fc.nat(200), { maxLength: 60 }).map((steps) => steps.sort((a, b) => a - b))
  fc.assert(
    fc.property(ascending, (steps) => {
      const list = encodeSteps(steps)
      expect(decodeSteps(list)).toEqual(steps)
      expect(list.length).toBeLessThanOrEqual(steps.length)
      expect(stepListSchema.parse(list)).toEqual(list)
    }),
    { seed: 1 },
  )
})

test('a list that would unfold to too many steps is refused before it is', () => {
  expect(stepListSchema.safeParse([{ from: 0, to: 1e12, every: 1 }]).success).toBe(false)
  expect(stepListSchema.safeParse([{ from: 0, to: 9, every: 0 }]).success).toBe(false)
  expect(stepListSchema.safeParse([-1]).success).toBe(false)
  expect(stepListSchema.safeParse([{ from: 9, to: 0, every: 1 }]).success).toBe(true)
  expect(decodeSteps([{ from: 9, to: 0, every: 1 }])).toEqual([])
})
