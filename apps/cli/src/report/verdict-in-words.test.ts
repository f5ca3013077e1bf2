import type { Claim } from '@digon/experiments'
import type { ReproducedExperiment } from '@digon/runs/reproduce'
import { expect, test } from 'vitest'
import { printResults } from '../reproduce/print-results.js'
import { verdictInWords } from './verdict-in-words.js'

function claim(holds: boolean, more: Partial<Claim> = {}): Claim {
  const words = { id: 'one/two', statement: 'It is so.', measures: 'a number', source: 'paper §1', control: 'noise' }
  return { ...words, kind: 'mathematics', nearMisses: [], expected: 1, measured: 1, tolerance: 'none', holds, ...more }
}
const departing = claim(false, { kind: 'paper', departs: true, explanation: 'Local minima.' })

test('a verdict says whether it departs or is not decided, also without color', () => {
  expect(verdictInWords(claim(true))).toBe('✓ yes')
  expect(verdictInWords(claim(false))).toBe('✗ no')
  expect(verdictInWords(claim(false, { decided: false }))).toBe('? not decided')
  expect(verdictInWords(departing)).toBe('≠ departs')
  expect(verdictInWords({ ...departing, holds: true })).toBe('! yes, although a departure was declared')
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
