import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutGraph } from './graph-layout.js'

const sizes = { width: 200, step: 10, gap: 8, line: 20 }
const components = fc
  .array(fc.tuple(fc.constantFrom('digon', 'pentagon', 'none of these'), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 20,
  })
  .map((found) => {
    let next = 0
    return found.map(([name, count]) => ({ name, features: Array.from({ length: count }, () => next++) }))
  })

test('every feature stands once, within the picture, and no two nearer than neighbors on a circle', () => {
  fc.assert(
    fc.property(components, (found) => {
      const { nodes, width, height } = layOutGraph(found, sizes)
      const all = found.flatMap(({ features }) => features)
      expect(nodes.map(({ feature }) => feature).sort((a, b) => a - b)).toEqual(all)
      for (const [i, { x, y }] of nodes.entries()) {
        expect(Math.min(x, width - x, y, height - y)).toBeGreaterThanOrEqual(sizes.gap / 2 - 1e-9)
        for (const other of nodes.slice(0, i)) {
          expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThanOrEqual(Math.min(sizes.step, sizes.gap) - 1e-9)
        }
      }
    }),
    { seed: 12, numRuns: 100 },
  )
})

test('components of one name stand together under their number, those of few features first', () => {
  const { texts, nodes } = layOutGraph(
    [
      { name: 'pentagon', features: [0, 1, 2, 3, 4] },
      { name: 'digon', features: [5, 6] },
      { name: 'dedicated', features: [9] },
      { name: 'digon', features: [7, 8] },
    ],
    sizes,
  )
  expect(texts.map(({ text }) => text)).toEqual(['1 × dedicated', '2 × digon', '1 × pentagon'])
  expect(nodes.map(({ feature }) => feature)).toEqual([9, 5, 6, 7, 8, 0, 1, 2, 3, 4])
  const [dedicated, digon, , second] = nodes
  expect(digon!.y).toBe(second!.y)
  expect(second!.x - digon!.x).toBe(sizes.step + sizes.gap)
  expect(digon!.y).toBeGreaterThan(dedicated!.y)
  expect(nodes[5]!.y).toBeGreaterThan(texts[2]!.y)
})

test('a row that is full goes on below, and a component wider than the picture widens it', () => {
  const dots = Array.from({ length: 30 }, (_, feature) => ({ name: 'dedicated', features: [feature] }))
  expect(new Set(layOutGraph(dots, sizes).nodes.map(({ y }) => y)).size).toBe(2)
  const large = [{ name: 'none of these', features: Array.from({ length: 100 }, (_, i) => i) }]
  const { width } = layOutGraph(large, sizes)
  expect(width).toBeCloseTo(10 / Math.sin(Math.PI / 100) + 8, 9)
})
