import { expect, test } from 'vitest'
import { boundOf, replayed } from './bounds.test-support.js'
import { atLeast, near } from './expectations.js'

test('a bound says what is expected and with which tolerance, digits beyond the fifth aside', () => {
  expect(boundOf({ holds: atLeast(0.7)(0.8) })).toBe('≥ 0.7; tolerance: none beyond the bound')
  expect(boundOf({ holds: near(0.123456789, '1 %')(0.1) })).toBe('0.12346; tolerance: 1 %')
})

test('changes follow one another from what was stated first', () => {
  const change = { claim: 'a', seen: '0.3', reason: 'the paper says so' }
  const log = { stated: { a: '≥ 1', b: '≥ 2' }, changes: [{ ...change, from: '≥ 1', to: '≥ 0.5' }] }
  expect(replayed(log)).toEqual({ bounds: new Map(Object.entries({ a: '≥ 0.5', b: '≥ 2' })), problems: [] })
  const removed = { ...log, changes: [...log.changes, { ...change, from: '≥ 0.5', to: null }] }
  expect([...replayed(removed).bounds.keys()]).toEqual(['b'])
})

test('a change that does not say what was seen, or that starts elsewhere, is a problem', () => {
  const change = { claim: 'a', from: '≥ 1', to: '≥ 0.5', seen: '0.3', reason: 'the paper says so' }
  const problemsOf = (changed: object) =>
    replayed({ stated: { a: '≥ 1' }, changes: [{ ...change, ...changed }] }).problems
  expect(problemsOf({ from: '≥ 2' })).toEqual(['changes[0]: a was ≥ 1; the change says ≥ 2'])
  expect(problemsOf({ seen: '' })).toEqual(['changes[0]: a needs what was seen, and the reason'])
  expect(problemsOf({ claim: 'c' })).toEqual(['changes[0]: c was not stated; the change says ≥ 1'])
})
