import { type Matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { alignBySets } from './align-by-sets.js'
import { hexagonOf, pairStates, setGeometry } from './set-geometry.js'

const polar = (...arms: readonly (readonly [angle: number, length: number])[]): Matrix =>
  matrixFromRows(
    arms.map(([angle, length]) => [
      length * Math.cos((angle * Math.PI) / 180),
      length * Math.sin((angle * Math.PI) / 180),
    ]),
  )

test('cosines are sorted by whether the features share a set', () => {
  const { norms, within, across, opposite, interferenceAcross } = setGeometry(
    polar([0, 1], [90, 2], [180, 1], [180, 0]),
    2,
  )
  expect(norms.map((norm) => Number(norm.toFixed(12)))).toEqual([1, 2, 1, 0])
  expect(within.map((value) => Math.abs(value)).every((value) => value < 1e-12)).toBe(true)
  expect(across.length).toBe(4)
  expect(opposite[0]).toBeCloseTo(-1, 12)
  expect(opposite[1]).toBeCloseTo(0, 12)
  expect(opposite[2]).toBeCloseTo(-1, 12)
  expect(interferenceAcross).toBeCloseTo(1, 12)
})

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
  expect(hexagonOf(at(sixty.map((k) => 60 * k + 7)))).toBe('partners side by side')
  expect(hexagonOf(at([0, 120, 60, 180, 240, 300]))).toBe('partners apart')
  expect(hexagonOf(at([0, 60, 120, 180, 240, 313]))).toBeUndefined()
  expect(hexagonOf(at([0, 66, 120, 186, 240, 306]))).toBe('partners side by side')
  expect(hexagonOf(polar([0, 1], [60, 1], [120, 1], [180, 1], [240, 1], [300, 0.4]))).toBeUndefined()
  expect(hexagonOf(at([0, 60, 120, 180]))).toBeUndefined()
})

test('sets and the features of a set are interchangeable in alignment, members of different sets are not', () => {
  const target = polar([0, 1], [80, 0.9], [150, 1.1], [210, 1], [250, 0.8], [300, 1])
  const turned = polar([20, 1.1], [80, 1], [170, 1], [120, 0.8], [310, 0.9], [230, 1])
  expect(alignBySets(turned, target, 2).distance).toBeCloseTo(0, 6)
  const mixed = polar([20, 1.1], [170, 1], [80, 1], [120, 0.8], [310, 0.9], [230, 1])
  expect(alignBySets(mixed, target, 2).distance).toBeGreaterThan(0.5)
})
