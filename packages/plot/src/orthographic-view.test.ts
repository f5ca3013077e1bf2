import { matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkView, defaultViews, seen, type View } from './orthographic-view.js'

const axes = matrixFromRows([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
])
const view = (azimuthInDegrees: number, elevationInDegrees: number): View => ({
  label: '',
  azimuthInDegrees,
  elevationInDegrees,
})

test('from the side the first axis points right, the third up, and the second away; from above the second points up', () => {
  expect(seen(axes, view(0, 0))).toEqual([
    { right: 1, up: 0, near: 0 },
    { right: 0, up: 0, near: -1 },
    { right: 0, up: 1, near: 0 },
  ])
  expect(seen(axes, view(0, 90))).toEqual([
    { right: 1, up: 0, near: 0 },
    { right: 0, up: 1, near: 0 },
    { right: 0, up: 0, near: 1 },
  ])
})

test('a reader who goes a quarter round anticlockwise stands on the first axis', () => {
  const [first, second] = seen(axes, view(90, 0))
  expect(first).toEqual({ right: 0, up: 0, near: 1 })
  expect(second).toEqual({ right: 1, up: 0, near: 0 })
})

test('no view stretches anything: lengths and angles are kept, and left and right are not swapped', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -400, max: 400, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
      (a, e) => {
        const rows = seen(axes, view(a, e)).map(({ right, up, near }) => [right, up, near])
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            const dot = rows[i]!.reduce((sum, value, k) => sum + value * rows[j]![k]!, 0)
            expect(dot).toBeCloseTo(Number(i === j), 7)
          }
        }
        const [x, y, z] = rows as [number[], number[], number[]]
        const volume =
          x[0]! * (y[1]! * z[2]! - y[2]! * z[1]!) -
          x[1]! * (y[0]! * z[2]! - y[2]! * z[0]!) +
          x[2]! * (y[0]! * z[1]! - y[1]! * z[0]!)
        expect(volume).toBeCloseTo(1, 7)
      },
    ),
    { seed: 13, numRuns: 100 },
  )
})

test('angles that are none are refused', () => {
  expect(() => checkView(view(Number.NaN, 0), 'views[0]')).toThrow('invalid views[0].azimuthInDegrees: NaN')
  for (const elevation of [-91, 90.5, Number.NaN]) {
    expect(() => checkView(view(0, elevation), 'views[1]')).toThrow(
      `invalid views[1].elevationInDegrees: ${elevation}; expected a number from -90 to 90`,
    )
  }
  for (const each of defaultViews) expect(() => checkView(each, 'views')).not.toThrow()
})
