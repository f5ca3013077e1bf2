import fc from 'fast-check'
import { expect, test } from 'vitest'
import { panelTitle } from './panel.js'

test('a panel is titled by its probability and the sparsity that belongs to it, without digits of rounding', () => {
  const titles = [1, 0.3, 0.1, 0.0972435, 0.003, 0.0001, 0].map((probability) => panelTitle({ probability }))
  expect(titles).toEqual([
    'p = 1 (S = 0)',
    'p = 0.3 (S = 0.7)',
    'p = 0.1 (S = 0.9)',
    'p = 0.0972 (S = 0.9028)',
    'p = 0.003 (S = 0.997)',
    'p = 0.0001 (S = 0.9999)',
    'p = 0 (S = 1)',
  ])
})

test('a note stands before the probability, or alone', () => {
  expect(panelTitle({ probability: 1, note: 'linear model' })).toBe('linear model, p = 1 (S = 0)')
  expect(panelTitle({ note: 'member 3' })).toBe('member 3')
  expect(panelTitle({})).toBe('')
})

test('a probability outside 0 to 1, or NaN, is refused', () => {
  for (const probability of [-0.1, 1.1, Number.NaN]) {
    expect(() => panelTitle({ probability }, 'panels[4]')).toThrow(
      `invalid panels[4].probability: ${probability}; expected a number from 0 to 1`,
    )
  }
})

test('no probability between reads as 0 or 1, and both numbers add up to 1 as they are written', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (probability) => {
      const [, p, s] = /^p = (\S+) \(S = (\S+)\)$/.exec(panelTitle({ probability: probability }))!
      expect(Number(p)).toBeGreaterThan(0)
      expect(Number(p)).toBeLessThan(1)
      expect(Number(p) + Number(s)).toBeCloseTo(1, 11)
      expect(Math.abs(Number(p) / probability - 1)).toBeLessThan(0.005)
      expect(Math.abs(Number(s) / (1 - probability) - 1)).toBeLessThan(0.005)
    }),
    { seed: 13, numRuns: 300 },
  )
})
