import type { Claim } from '@digon/experiments'
import type { ReproducedExperiment } from '@digon/runs'
import { expect, test } from 'vitest'
import { printResults } from '../reproduce/print-results.js'
import { marginInWords, verdictInWords, verdictsInWords } from './verdicts-in-words.js'

function claim(holds: boolean, more: Partial<Claim> = {}): Claim {
  const words = { id: 'one/two', statement: 'It is so.', measures: 'a number', source: 'paper §1', control: 'noise' }
  return { ...words, kind: 'mathematics', nearMisses: [], expected: 1, measured: 1, tolerance: 'none', holds, ...more }
}
const departing = claim(false, { kind: 'paper', departs: true, explanation: 'Local minima.' })

test('kinds are counted apart, and a departure is neither a success nor a surprise', () => {
  const claims = [claim(true, { kind: 'paper' }), departing, claim(true, { kind: 'self-check' })]
  expect(verdictsInWords(claims)).toBe(
    'Claims that hold: 1 of 2 of the paper, 1 of 1 self-checks. 1 departs from the paper, as declared. Every verdict is as declared.',
  )
})

test('a claim that fails, and a declared departure that holds, are not as declared', () => {
  expect(verdictsInWords([claim(false), { ...departing, holds: true }])).toBe(
    'Claims that hold: 1 of 1 of the paper, 0 of 1 of mathematics about trained models. 2 verdicts are not as declared.',
  )
})

test('a verdict says whether it departs or is not decided, also without color', () => {
  expect(verdictInWords(claim(true))).toBe('✓ yes')
  expect(verdictInWords(claim(false))).toBe('✗ no')
  expect(verdictInWords(claim(false, { decided: false }))).toBe('? not decided')
  expect(verdictInWords(departing)).toBe('≠ departs')
  expect(verdictInWords({ ...departing, holds: true })).toBe('! yes, against what was declared')
})

test('a margin has its unit, and a number exactly on its bound is said to be so', () => {
  expect(marginInWords({ margin: 0.4, marginIn: 'tolerance' })).toBe('40 % of tolerance')
  expect(marginInWords({ margin: 3, marginIn: 'standard errors' })).toBe('3 s.e.')
  expect(marginInWords({ margin: 0, marginIn: 'bound' })).toBe('on the bound')
  expect(marginInWords({})).toBe('')
})

test.each([
  ['a declared departure', departing, 0, { holds: 0, departs: 1, fails: 0 }],
  ['a departure that holds', { ...departing, holds: true }, 1, { holds: 0, departs: 0, fails: 1 }],
  ['a claim that fails', claim(false), 1, { holds: 0, departs: 0, fails: 1 }],
  ['a claim that holds', claim(true), 0, { holds: 1, departs: 0, fails: 0 }],
] as const)('the exit code and the counts of %s', (_, judged, code, counts) => {
  const printed: string[] = []
  const terminal = {
    out: (text: string) => printed.push(text),
    error: () => undefined,
    signal: new AbortController().signal,
  }
  const result = { experiment: { id: 'one', title: 'One' }, seconds: 1, claims: [judged], figures: [] }
  const run = {
    seed: 0,
    seeds: 1,
    preset: 'quick',
    backend: 'wasm',
    directory: '.',
    files: {},
    seconds: 1,
    json: true,
  } as const
  expect(printResults([result as unknown as ReproducedExperiment], run, terminal)).toBe(code)
  expect(JSON.parse(printed[0]!)).toMatchObject(counts)
})
