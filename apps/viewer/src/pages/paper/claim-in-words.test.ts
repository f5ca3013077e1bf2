import { expect, test } from 'vitest'
import { countInWords, marginInWords, valueInWords, verdictOf } from './claim-in-words.js'

test('a verdict tells apart what fails, what is not decided, and what departs as declared', () => {
  expect(verdictOf({ holds: true })).toBe('holds')
  expect(verdictOf({ holds: false })).toBe('fails')
  expect(verdictOf({ holds: false, decided: false })).toBe('undecided')
  expect(verdictOf({ holds: false, departs: true })).toBe('departs')
})

test('numbers have five digits at most, margins their unit', () => {
  expect([1 / 3, 12, 1e-7, Number.NaN, true, '≥ 2'].map(valueInWords)).toEqual([
    '0.33333',
    '12',
    '1e-7',
    'NaN',
    'yes',
    '≥ 2',
  ])
  expect(marginInWords({ margin: 0.404, marginIn: 'tolerance' })).toBe('40 % of the tolerance')
  expect(marginInWords({ margin: -2.5, marginIn: 'standard errors' })).toBe('-2.5 standard errors')
  expect(marginInWords({ margin: 0, marginIn: 'bound' })).toBe('on the bound')
  expect(marginInWords({})).toBe('')
  expect(countInWords([{ holds: true }, { holds: false }])).toBe('1 of 2 claims hold')
})
