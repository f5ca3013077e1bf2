import { matrixFromRows } from '@digon/matrix'
import { polygonModel } from '@digon/theory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planeShape } from './plane-shape.js'

/** Arms of the given lengths at the given angles in degrees. */
function arms(...polar: readonly (readonly [angle: number, length?: number])[]) {
  return matrixFromRows(
    polar.map(([angle, length = 1]) => [
      length * Math.cos((angle * Math.PI) / 180),
      length * Math.sin((angle * Math.PI) / 180),
    ]),
  )
}

test.each([
  { name: 'nothing', weights: arms([0, 0.1], [90, 0.2]) },
  { name: 'single', weights: arms([30], [90, 0.2]) },
  { name: 'digon', weights: arms([30], [210]) },
  { name: 'right angle', weights: arms([30], [120], [0, 0]) },
  { name: 'triangle', weights: arms([0], [120], [240]) },
  { name: 'digon and single', weights: arms([0], [90], [180]) },
  { name: 'square', weights: arms([0], [90], [180], [270], [10, 0.01]) },
  { name: 'irregular', weights: arms([0], [60], [180], [270]) },
  { name: 'irregular', weights: arms([0], [60], [120], [180], [240], [300]) },
])('$name is named', ({ name, weights }) => {
  expect(planeShape(weights).name).toBe(name)
})

test('a polygon keeps its name under rotation, reflection, permutation, scale and small noise', () => {
  const noise = fc.array(fc.double({ min: -0.04, max: 0.04, noNaN: true }), { minLength: 10, maxLength: 10 })
  const corners = fc.constantFrom(3, 4, 5)
  const angle = fc.double({ min: 0, max: 7, noNaN: true })
  fc.assert(
    fc.property(
      corners,
      angle,
      fc.boolean(),
      fc.double({ min: 0.8, max: 1.3, noNaN: true }),
      noise,
      (k, turn, flip, scale, off) => {
        const { values } = polygonModel({ featureCount: 5, corners: k }).weights
        const rows = Array.from({ length: 5 }, (_, i) => {
          const [x, y] = [values[2 * i]!, values[2 * i + 1]! * (flip ? -1 : 1)]
          return [
            scale * (Math.cos(turn) * x - Math.sin(turn) * y) + off[2 * i]!,
            scale * (Math.sin(turn) * x + Math.cos(turn) * y) + off[2 * i + 1]!,
          ]
        })
        const order = [3, 1, 4, 0, 2]
        const shape = planeShape(matrixFromRows(order.map((i) => rows[i]!)))
        expect(shape.name).toBe(['triangle', 'square', 'pentagon'][k - 3])
        expect(shape.features).toEqual([0, 1, 2, 3, 4].filter((place) => order[place]! < k))
        expect(shape.largestRest).toBeLessThan(0.06)
      },
    ),
    { seed: 4, numRuns: 100 },
  )
})

test('angles off by more than 8° are irregular, and the largest error is told', () => {
  expect(planeShape(arms([0], [97], [180], [270]))).toMatchObject({ name: 'square' })
  const off = planeShape(arms([0], [99], [180], [270]))
  expect(off.name).toBe('irregular')
  expect(off.angleError).toBeCloseTo(9, 9)
})
