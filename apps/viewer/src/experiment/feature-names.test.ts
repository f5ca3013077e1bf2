import { expect, test } from 'vitest'
import { featureLabels, namesAfter, namesField } from './feature-names.js'

test('features without a name have their number', () => {
  expect(featureLabels(namesField.parse('cat, dog,, fox')!, 5)).toEqual(['cat', 'dog', '3', 'fox', '5'])
  expect(namesField.parse(' ')).toEqual([])
})

test('names follow their features through clones and deletions', () => {
  const changes = [
    { fromStep: 1, kind: 'clone', feature: 1 },
    { fromStep: 2, kind: 'delete', feature: 0 },
    { fromStep: 3, kind: 'clone', feature: 1 },
  ] as const
  expect(namesAfter(['cat', 'dog'], changes, 3)).toEqual(['dog', '', 'dog′', ''])
  expect(namesAfter([], changes, 3)).toEqual([])
})

test('names that are too long, or would turn the text beside them around, are refused', () => {
  expect(namesField.parse('a'.repeat(24))).toEqual(['a'.repeat(24)])
  for (const text of ['a'.repeat(25), 'a\u202eb', 'a\u0000', ','.repeat(200)]) {
    expect(namesField.parse(text)).toBeUndefined()
  }
})
