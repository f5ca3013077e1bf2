import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderAroundCircle } from './order-around-circle.js'

/** Edges of a regular polygon whose corner k carries the feature `features[k]`. */
function polygonEdges(features: readonly number[]) {
  return features.flatMap((from, k) =>
    features.slice(k + 1).map((to, m) => {
      const cosine = Math.cos((2 * Math.PI * (m + 1)) / features.length)
      return { from, to, weight: Math.abs(cosine), cosine }
    }),
  )
}

test('features of a polygon stand as on the polygon, whatever their numbers', () => {
  const corners = fc.uniqueArray(fc.nat(99), { minLength: 5, maxLength: 9 })
  fc.assert(
    fc.property(corners, (features) => {
      const ordered = orderAroundCircle(
        [...features].sort((a, b) => a - b),
        polygonEdges(features),
      )
      const start = features.indexOf(ordered[0]!)
      const turned = features.map((_, k) => features[(start + k) % features.length])
      const mirrored = [turned[0], ...turned.slice(1).reverse()]
      expect([turned, mirrored]).toContainEqual(ordered)
    }),
  )
})

test('features without edges keep their order', () => {
  expect(orderAroundCircle([3, 1, 2], [])).toEqual([3, 1, 2])
})
