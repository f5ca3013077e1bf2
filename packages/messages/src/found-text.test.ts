import { expect, test } from 'vitest'
import { foundJson, foundText } from './index.js'

test('numbers and short texts are shown themselves, everything else by its kind', () => {
  const shown: readonly (readonly [unknown, string])[] = [
    [undefined, 'nothing'],
    [null, 'null'],
    [1.2, '1.2'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    ['adamm', '"adamm"'],
    ['say "x"', '"say \\"x\\""'],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
    [[1, 2, 3], 'an array of 3'],
    [new Float32Array(2), 'a Float32Array'],
    [() => 1, 'a function'],
    [{ a: 1 }, 'an object'],
  ]
  for (const [value, text] of shown) expect(foundText(value)).toBe(text)
})

test('JSON is shown as it is, or cut at a limit', () => {
  expect(foundJson(undefined)).toBe('nothing')
  expect(foundJson([2, null])).toBe('[2,null]')
  expect(foundJson('x'.repeat(100))).toHaveLength(102)
  expect(foundJson('x'.repeat(58), 60)).toBe(`"${'x'.repeat(58)}"`)
  expect(foundJson('x'.repeat(59), 60)).toBe(`"${'x'.repeat(56)}…`)
})
