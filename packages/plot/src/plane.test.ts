import { matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textWidth } from './drawing/text-width.js'
import { circleInWords, circleRadius, planePosition, planeReach } from './plane.js'

const panelSize = 160

test('however long the vectors, they lie within the axes, ticks keep clear of each other, and the circle can be seen', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 30, noNaN: true }), (exponent) => {
      const longest = 10 ** exponent
      const reach = planeReach([matrixFromRows([[0, -longest]])])
      expect(reach).toBeGreaterThanOrEqual(longest)
      expect(reach).toBeLessThanOrEqual(Math.max(1.5, longest + 0.5, 1.6 * longest))
      const { values, labelExpr } = planePosition(reach).x.axis
      expect(values).toContain(0)
      const labels = JSON.parse(labelExpr.slice(0, labelExpr.lastIndexOf('[')))
      const centers = values.map((value) => ((value / reach + 1) * panelSize) / 2)
      const widths = values.map((value) => textWidth({ fontSize: 14 }, labels[value]))
      for (let i = 1; i < values.length; i++) {
        expect(centers[i]! - centers[i - 1]!).toBeGreaterThan((widths[i]! + widths[i - 1]!) / 2)
      }
      const radius = circleRadius(reach)
      expect((radius / reach) * (panelSize / 2)).toBeGreaterThanOrEqual(9)
      expect(radius).toBeLessThanOrEqual(reach)
      if (longest <= 5) expect(circleInWords(reach)).toBe('circle: length 1')
    }),
    { seed: 12, numRuns: 300 },
  )
})
