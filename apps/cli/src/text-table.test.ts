import { expect, test } from 'vitest'
import { duration } from './progress.js'
import { formatNumber, textTable } from './text-table.js'

test('a table of two hundred thousand rows is no trouble', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [String(i)])
  expect(textTable([{ title: 'n', align: 'right' }], rows).endsWith('199999')).toBe(true)
})

test('columns line up, numbers to the right, long cells wrap at spaces', () => {
  const table = textTable(
    [
      { title: 'name', maximumWidth: 10 },
      { title: 'value', align: 'right' },
    ],
    [
      ['a', '1.5'],
      ['several words here', '12'],
    ],
  )
  expect(table.split('\n')).toEqual([
    'name        value',
    '──────────  ─────',
    'a             1.5',
    'several        12',
    'words here',
  ])
})

test.each([
  [0.0042852, '0.0042852'],
  [1 / 3, '0.33333'],
  [0.000123456, '0.000123'],
  [12, '12'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('%d is written as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test.each([
  [4.4, '4 s'],
  [59.6, '1 min 00 s'],
  [65, '1 min 05 s'],
  [3600, '1 h 00 min'],
  [7890, '2 h 11 min'],
  [Number.POSITIVE_INFINITY, '?'],
  [Number.NaN, '?'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})
