import { expect, test } from 'vitest'
import { nearestName } from './nearest-name.js'

const known = ['featureCount', 'hiddenSize', 'hiddenBias', 'outputBias', 'tied']

test('a misspelled name finds the one that was meant', () => {
  expect(nearestName('hidenSize', known)).toBe('hiddenSize')
  expect(nearestName('hidden_size', known)).toBe('hiddenSize')
  expect(nearestName('FEATURECOUNT', known)).toBe('featureCount')
  expect(nearestName('outputbais', known)).toBe('outputBias')
  expect(nearestName('tide', known)).toBeUndefined()
  expect(nearestName('tie', known)).toBe('tied')
})

test('a name that is nothing like the known ones finds none', () => {
  expect(nearestName('sparsity', known)).toBeUndefined()
  expect(nearestName('', known)).toBeUndefined()
  expect(nearestName('anything', [])).toBeUndefined()
})
