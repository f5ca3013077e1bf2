import { expect, test } from 'vitest'
import type { Claim } from './experiment.js'
import { marginInWords, verdictOf, verdictsInWords } from './verdict.js'

function claim(holds: boolean, more: Partial<Claim> = {}) {
  return { kind: 'mathematics' as const, holds, ...more }
}
const departing = claim(false, { kind: 'paper', departs: true })

test('kinds are counted apart, and a departure is neither a success nor a surprise', () => {
  const claims = [claim(true, { kind: 'paper' }), departing, claim(true, { kind: 'self-check' })]
  expect(verdictsInWords(claims)).toBe(
    'Claims that hold: 1 of 2 from the paper, 1 of 1 self-checks. 1 departs from the paper, as declared. Every verdict is as declared.',
  )
})

test('a claim that fails, and a declared departure that holds, are not as declared', () => {
  expect(verdictsInWords([claim(false), { ...departing, holds: true }])).toBe(
    'Claims that hold: 1 of 1 from the paper, 0 of 1 from theory. 2 verdicts are not as declared.',
  )
})

test('a verdict tells apart what fails, what is not decided, what departs as declared, and what should have departed', () => {
  expect(verdictOf(claim(true))).toBe('holds')
  expect(verdictOf(claim(false))).toBe('fails')
  expect(verdictOf(claim(false, { decided: false }))).toBe('undecided')
  expect(verdictOf(departing)).toBe('departs')
  expect(verdictOf({ ...departing, holds: true })).toBe('surprises')
})

test('a margin has its unit, two digits, and a number exactly on its bound is said to be so', () => {
  expect(marginInWords({ margin: 0.404, marginIn: 'tolerance' })).toBe('40 % of the tolerance')
  expect(marginInWords({ margin: -2.5432, marginIn: 'standard errors' })).toBe('−2.5 standard errors')
  expect(marginInWords({ margin: 0, marginIn: 'bound' })).toBe('on the bound')
  expect(marginInWords({})).toBe('')
})
