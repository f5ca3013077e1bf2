import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canShow, quantityAxis } from './quantity-axis.js'

test('every number that can be shown lies within the axis', () => {
  const values = fc.array(fc.double({ min: -1e300, max: 1e300 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      values,
      fc.constantFrom('linear' as const, 'log' as const),
      fc.boolean(),
      (numbers, scale, fromZero) => {
        const shown = numbers.filter((value) => canShow(value, scale))
        fc.pre(shown.length > 0)
        const [low, high] = quantityAxis({ title: 'q', scale }, numbers, { field: 'q', fromZero }).scale.domain as [
          number,
          number,
        ]
        expect(low).toBeLessThan(high)
        expect(Math.min(...shown)).toBeGreaterThanOrEqual(low)
        expect(Math.max(...shown)).toBeLessThanOrEqual(high)
        if (scale === 'linear' && fromZero) expect(low * high).toBeLessThanOrEqual(0)
      },
    ),
    { seed: 6, numRuns: 300 },
  )
})

test('an asked domain is kept as it is, and ticks lie within it', () => {
  const { scale, axis } = quantityAxis({ title: 'p', scale: 'log', domain: [0.01, 1] }, [1000], { field: 'p' })
  expect(scale).toEqual({ type: 'log', domain: [0.01, 1], nice: false })
  expect(axis.values).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1])
})

test('nothing that can be shown is refused by its field', () => {
  expect(() => quantityAxis({ title: 'q' }, [Number.NaN], { field: 'yAxis' })).toThrow(
    'invalid yAxis: no number that can be drawn; expected a finite number',
  )
  expect(() => quantityAxis({ title: 'q', scale: 'log' }, [0, -1], { field: 'yAxis' })).toThrow('a finite number > 0')
})

test('counts are written at whole numbers only, a dozen at most', () => {
  const ticks = (domain: readonly [number, number]) =>
    quantityAxis({ title: 'k', whole: true, domain }, [], { field: 'k' }).axis.values
  expect(ticks([1, 5])).toEqual([1, 2, 3, 4, 5])
  expect(ticks([2.5, 6.5])).toEqual([3, 4, 5, 6])
  expect(ticks([0, 100])).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
})
