import { type Matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { equalSets, lawOf, setGeometry } from './sets.js'

const polar = (...arms: readonly (readonly [angle: number, length: number])[]): Matrix =>
  matrixFromRows(
    arms.map(([angle, length]) => [
      length * Math.cos((angle * Math.PI) / 180),
      length * Math.sin((angle * Math.PI) / 180),
    ]),
  )

test('sets follow one another, with one probability', () => {
  const features = equalSets({ kind: 'exclusive', setCount: 2, setSize: 3, probability: 0.1 })
  expect(features).toEqual({
    sets: [
      { kind: 'exclusive', features: [0, 1, 2], probability: 0.1 },
      { kind: 'exclusive', features: [3, 4, 5], probability: 0.1 },
    ],
    importance: [1, 1, 1, 1, 1, 1],
  })
  expect(lawOf(features)).toEqual({
    probability: 0.1,
    groups: [
      { kind: 'exclusive', features: [0, 1, 2] },
      { kind: 'exclusive', features: [3, 4, 5] },
    ],
  })
})

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
