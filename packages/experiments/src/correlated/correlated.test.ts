import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { correlated } from './correlated.js'
import { ideal } from './ideal.test-support.js'
import { measureCorrelated } from './measure.js'
import { setUps } from './settings.js'
import { exactOptima, lossBySets, twoBases } from './shapes.js'

test('exact optima are those of closed forms and of the limit of one active feature', () => {
  const { correlated: pair, anticorrelated, independent } = exactOptima(setUps)
  // Two digons without bias lose p²/6 a feature, the optimum a little less; two with partners lose p/6, far more.
  expect(pair.across).toBeLessThan(0.05 ** 2 / 6)
  expect(pair.across).toBeGreaterThan(0.95 * (0.05 ** 2 / 6))
  expect(anticorrelated.inside).toBeLessThan(1e-9)
  expect(anticorrelated.across).toBeLessThan(0.5 ** 2 / 24)
  // 0.068744 / 0.048192 as p → 0; at p = 0.03 less.
  expect(independent.pentagon / independent.hexagon).toBeGreaterThan(1.1)
  expect(independent.pentagon / independent.hexagon).toBeLessThan(0.068744 / 0.048192)
})

test('states are told from the weights and counted, the best restart first', () => {
  const { crowded, independent } = measureCorrelated(idealSweeps(correlated, ideal).setUps).setUps
  expect(crowded.states).toEqual({ 'hexagon, partners side by side': 27, '1 collapsed': 13 })
  expect(crowded.restarts.all.at(-1)!.state).toBe('1 collapsed')
  expect(independent.states).toEqual({ '1 left out': 40 })
})

test('the loss over the sets that are on is that of ten digons, p²/6', () => {
  const bases = setUps['local-bases']
  expect((lossBySets(twoBases, bases) * 6) / bases.probability ** 2).toBeCloseTo(1, 1.5)
})
