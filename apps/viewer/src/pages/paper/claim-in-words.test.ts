import { expect, test } from 'vitest'
import { countInWords, countVerdicts, valueInWords } from './claim-in-words.js'

test('numbers have five digits at most', () => {
  expect([1 / 3, 12, 1e-7, Number.NaN, true, '≥ 2'].map(valueInWords)).toEqual([
    '0.33333',
    '12',
    '1e-7',
    'NaN',
    'yes',
    '≥ 2',
  ])
})

test('every verdict that a claim has is said for itself, and only what holds and was not declared to depart counts as holding', () => {
  const holding = { holds: true }
  const departing = { holds: false, departs: true }
  expect(countInWords([holding, holding])).toBe('2 of 2 claims hold')
  expect(countInWords([holding, { holds: false }])).toBe('1 of 2 claims hold, 1 does not hold')
  expect(countVerdicts([holding, departing, departing, { holds: true, departs: true }])).toEqual([
    { verdict: 'holds', text: '1 of 4 claims hold' },
    { verdict: 'departs', text: '2 depart from the paper, as declared' },
    { verdict: 'surprises', text: '1 holds, against what was declared' },
  ])
  expect(countInWords([{ holds: false, decided: false }])).toBe('0 of 1 claims hold, 1 is not decided')
})
