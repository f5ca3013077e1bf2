import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namePlaces } from './name-places.js'

const reach = 1.5
const number = fc.double({ min: -1.4, max: 1.4, noNaN: true })
const points = fc.array(
  fc.oneof(
    fc.record({ x: number, y: number, depth: fc.constant(0) }),
    fc.constantFrom({ x: 0, y: 0, depth: 0 }, { x: 0.02, y: -0.01, depth: 0 }, { x: 0.9, y: 0.9, depth: 0 }),
  ),
  { maxLength: 24 },
)

test('no two names lie on one another and none is cut off, wherever the vectors are: at the origin, together, at the edge', () => {
  fc.assert(
    fc.property(points, (vectors) => {
      const places = namePlaces(vectors, reach)
      expect(places).toHaveLength(vectors.length)
      for (const [i, a] of places.entries()) {
        expect(Math.max(Math.abs(a.x), Math.abs(a.y))).toBeLessThanOrEqual(0.94 * reach)
        for (const b of places.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(0.09 * reach)
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('a name that has room stands in the direction of its vector, beyond its tip', () => {
  const [place] = namePlaces([{ x: 0.6, y: -0.8, depth: 0 }], reach)
  expect(place!.x / place!.y).toBeCloseTo(-0.75, 12)
  expect(Math.hypot(place!.x, place!.y)).toBeCloseTo(1 + 0.13 * reach, 12)
})
