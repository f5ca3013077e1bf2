import { expect, test } from 'vitest'
import { endedAs, everyModel } from '../vocabulary/controls.js'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { collapse } from './collapse.js'
import { optimumWith } from './exact-states.js'
import { ideal } from './ideal.test-support.js'
import { measureProbability } from './measure.js'

const { strip } = idealSweeps(collapse, ideal)

test('of equally frequent states the one of least loss is typical', () => {
  const [mixed] = everyModel([strip[6]!], (trained, { probability }, restart) =>
    endedAs(trained, optimumWith({ collapsed: restart % 2 === 0 ? 3 : 2, probability }).model),
  )
  const result = measureProbability(mixed!)
  expect(result.probability).toBe(0.15)
  expect(result.states).toEqual({ '2 collapsed': 8, '3 collapsed': 8 })
  expect(result.typical.state).toBe('2 collapsed')
  expect(result.meanCollapsed).toBe(2.5)
})

test('three quarters of a hexagon and all of collapsed pairs lie on the sums of pairs', () => {
  expect(measureProbability(strip[0]!).typical.shareOnSums).toBeCloseTo(0.75, 1)
  expect(measureProbability(strip.at(-1)!).typical.shareOnSums).toBeCloseTo(1, 6)
})
