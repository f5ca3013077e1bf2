import { expect, test } from 'vitest'
import { completeLaw } from './complete-law.js'
import { InvalidLawError } from './invalid-law-error.js'
import type { IndependentLaw } from './law.js'

test('a law without kind is independent, and a complete law comes back equal', () => {
  expect(completeLaw({ probability: 0.5 }, 3)).toEqual({ kind: 'independent', probability: 0.5 })
  expect(completeLaw({ kind: 'exactly', activeCount: 2 }, 3)).toEqual({ kind: 'exactly', activeCount: 2 })
})

test('probabilities that follow Zipf’s law fall as the power says and sum to the active features asked for', () => {
  const { probability } = completeLaw({ probability: { exponent: 1.5, activePerSample: 0.8 } }, 100) as IndependentLaw
  const list = probability as readonly number[]
  expect(list.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.8, 12)
  for (const [feature, each] of list.entries()) expect(each / list[0]!).toBeCloseTo((feature + 1) ** -1.5, 12)
  const flat = completeLaw({ kind: 'copula', correlation: 0.1, probability: { exponent: 0, activePerSample: 3 } }, 6)
  expect(flat).toEqual({ kind: 'copula', correlation: 0.1, probability: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5] })
})

test.each([
  [
    { probability: { exponent: -1, activePerSample: 1 } },
    'invalid probability.exponent: -1; expected a finite number ≥ 0',
  ],
  [
    { probability: { exponent: 1, activePerSample: 2 } },
    'invalid probability.activePerSample: 2; expected a number > 0 and at most 1.5, where the first feature is always active',
  ],
  [
    { probability: { exponent: 1, total: 1 } },
    'invalid probability.total: an unknown field; expected exponent or activePerSample',
  ],
  [7, 'invalid law: 7; expected an object'],
])('%j is refused by its field', (law, message) => {
  expect(() => completeLaw(law, 2)).toThrow(InvalidLawError)
  expect(() => completeLaw(law, 2)).toThrow(message)
})
