import { type Matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { hexagonOf, hexagonSideBySide, pairStates } from './pairs.js'

const polar = (...arms: readonly (readonly [angle: number, length: number])[]): Matrix =>
  matrixFromRows(
    arms.map(([angle, length]) => [
      length * Math.cos((angle * Math.PI) / 180),
      length * Math.sin((angle * Math.PI) / 180),
    ]),
  )

test('a pair is apart, collapsed onto one direction, or leaves a feature out', () => {
  expect(pairStates(polar([0, 1], [60, 1], [100, 0.7], [110, 0.7], [200, 1], [200, 0.1]))).toEqual([
    'apart',
    'collapsed',
    'left out',
  ])
})

test('a hexagon has six long vectors 60° apart, and partners beside each other or not', () => {
  const sixty = [0, 1, 2, 3, 4, 5]
  const at = (angles: readonly number[]) => polar(...angles.map((angle): readonly [number, number] => [angle, 1]))
  expect(hexagonOf(at(sixty.map((k) => 60 * k + 7)))).toBe(hexagonSideBySide)
  expect(hexagonOf(at([0, 120, 60, 180, 240, 300]))).toBe('hexagon, partners apart')
  expect(hexagonOf(at([0, 60, 120, 180, 240, 313]))).toBeUndefined()
  expect(hexagonOf(at([0, 66, 120, 186, 240, 306]))).toBe(hexagonSideBySide)
  expect(hexagonOf(polar([0, 1], [60, 1], [120, 1], [180, 1], [240, 1], [300, 0.4]))).toBeUndefined()
  expect(hexagonOf(at([0, 60, 120, 180]))).toBeUndefined()
})
