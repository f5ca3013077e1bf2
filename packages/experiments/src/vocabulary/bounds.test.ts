import { expect, test } from 'vitest'
import { boundOf, replayed } from './bounds.test-support.js'
import { atLeast, below, near } from './expectations.js'

test('a bound says what is expected and with which tolerance, digits beyond the fifth aside', () => {
  expect(boundOf({ holds: atLeast(0.7)(0.8) })).toBe('≥ 0.7; tolerance: none beyond the bound')
  expect(boundOf({ holds: near(0.123456789, '1 %')(0.1) })).toBe('0.12346; tolerance: 1 %')
  const ranked = below(1, { standardError: 0.01 })(0.9)
  expect(boundOf({ holds: ranked })).toBe('< 1; tolerance: by more than 2 standard errors')
})

test('changes follow one another from what was stated first', () => {
  const change = { claim: 'a', seen: '0.3', reason: 'the paper says so' }
  const log = { stated: { a: '≥ 1', b: '≥ 2' }, measures: {}, changes: [{ ...change, from: '≥ 1', to: '≥ 0.5' }] }
  expect(replayed(log)).toEqual({
    bounds: new Map(Object.entries({ a: '≥ 0.5', b: '≥ 2' })),
    measures: new Map(),
    problems: [],
  })
  const removed = { ...log, changes: [...log.changes, { ...change, from: '≥ 0.5', to: null }] }
  expect([...replayed(removed).bounds.keys()]).toEqual(['b'])
})

test('a change that does not say what was seen, or that starts elsewhere, is a problem', () => {
  const change = { claim: 'a', from: '≥ 1', to: '≥ 0.5', seen: '0.3', reason: 'the paper says so' }
  const problemsOf = (changed: object) =>
    replayed({ stated: { a: '≥ 1' }, measures: {}, changes: [{ ...change, ...changed }] }).problems
  expect(problemsOf({ from: '≥ 2' })).toEqual(['changes[0]: a was ≥ 1; the change says ≥ 2'])
  expect(problemsOf({ seen: '' })).toEqual(['changes[0]: a needs what was seen, and the reason'])
  expect(problemsOf({ claim: 'c' })).toEqual(['changes[0]: c was not stated; the change says ≥ 1'])
})

test('what is measured changes by an entry as well, also under the same bound, and goes with its claim', () => {
  const change = { claim: 'a', from: '≥ 1', to: '≥ 1', seen: '0.3', reason: 'the median says more' }
  const log = (changed: object) => ({
    stated: { a: '≥ 1' },
    measures: { a: 'the best' },
    changes: [{ ...change, measures: { from: 'the best', to: 'the median' }, ...changed }],
  })
  expect([...replayed(log({})).measures]).toEqual([['a', 'the median']])
  expect([...replayed(log({ to: null })).measures]).toEqual([])
  expect(replayed(log({ measures: { from: 'all', to: 'the median' } })).problems).toEqual([
    'changes[0]: a measured the best; the change says all',
  ])
})
