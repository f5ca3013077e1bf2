import { expect, test } from 'vitest'
import { pathText, problemText, unknownField, valueAt } from './index.js'

test('a path is written as in JavaScript, and the root has a name of its own', () => {
  expect(pathText(['members', 2, 'data', 'probability'], 'ensemble')).toBe('members[2].data.probability')
  expect(pathText([3, 'a', 0, 1], 'file')).toBe('[3].a[0][1]')
  expect(pathText([], 'file')).toBe('file')
})

test('a value is found by its path, and a path that leads nowhere finds nothing', () => {
  const root = { members: [{ seed: 7 }, null] }
  expect(valueAt(root, ['members', 0, 'seed'])).toBe(7)
  expect(valueAt(root, [])).toBe(root)
  expect(valueAt(root, ['members', 1, 'seed'])).toBeUndefined()
  expect(valueAt(undefined, ['a', 'b'])).toBeUndefined()
})

test('a problem says what was wrong, where, and what would be right', () => {
  const problem = { path: ['shared', 'seed'], found: '-1', expected: 'an integer ≥ 0' }
  expect(problemText(problem, 'ensemble')).toBe('invalid shared.seed: -1; expected an integer ≥ 0')
  expect(problemText({ ...problem, path: [] }, 'ensemble')).toBe('invalid ensemble: -1; expected an integer ≥ 0')
})

test('an unknown field is recognized by its kind, and the name that was meant is expected', () => {
  const known = ['featureCount', 'hiddenSize']
  const problem = unknownField(['model', 'hidenSize'], known)
  expect(problem).toMatchObject({ kind: 'unknown-field', known })
  expect(problemText(problem, 'ensemble')).toBe('invalid model.hidenSize: an unknown field; expected hiddenSize')
  expect(unknownField(['model', 'sparsity'], known).expected).toBe('one of featureCount, hiddenSize')
  expect(unknownField(['model', 'hidenSize'], known, 'no field').expected).toBe('no field')
})
