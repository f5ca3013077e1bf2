import fc from 'fast-check'
import { expect, test } from 'vitest'
import { armsOf } from './arms.js'

test('arms of norm 1 are drawn as they are, with the circle of length 1', () => {
  expect(armsOf([1, 0, 0, -0.5])).toEqual({
    ends: [
      { x: 1, y: 0, length: 1 },
      { x: 0, y: 0.5, length: 0.5 },
    ],
    circle: { radius: 1, label: '1' },
  })
})

test('however long, arms keep their directions and their lengths beside one another, within the picture', () => {
  const weight = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(weight, weight), { minLength: 2, maxLength: 5 }), (pairs) => {
      const { ends, circle } = armsOf(pairs.flat())
      const shown = Number(circle.label.replaceAll(',', ''))
      for (const [feature, [first, second]] of pairs.entries()) {
        const { x, y } = ends[feature]!
        expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1.5)
        // In units of the circle every weight is what it is.
        expect((x / circle.radius) * shown).toBeCloseTo(first, 6)
        expect((-y / circle.radius) * shown).toBeCloseTo(second, 6)
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})
