import { expect, test } from 'vitest'
import { countInWords, valueInWords } from './claim-in-words.js'

test('numbers have five digits at most', () => {
  expect([1 / 3, 12, 1e-7, Number.NaN, true, '≥ 2'].map(valueInWords)).toEqual([
    '0.33333',
    '12',
    '1e-7',
    'NaN',
    'yes',
    '≥ 2',
  ])
  expect(countInWords([{ holds: true }, { holds: false }])).toBe('1 of 2 claims hold')
  expect(countInWords([{ holds: true }, { holds: false, departs: true }])).toBe(
    '1 of 2 claims hold, 1 departs from the paper as declared',
  )
})
