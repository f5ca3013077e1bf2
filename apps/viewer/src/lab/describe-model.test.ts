import { expect, test } from 'vitest'
import type { Frame } from '../training/frame.js'
import { partsOfModel, textOf } from './describe-model.js'

/** One restart with these rows of weights, `[feature][hidden]`. */
function frame(rows: readonly (readonly number[])[]): Frame {
  const [featureCount, hiddenSize] = [rows.length, rows[0]!.length]
  return { featureCount, hiddenSize, weights: Float32Array.from(rows.flat()) } as unknown as Frame
}

const described = (of: Frame, restart: number) => textOf(partsOfModel(of, restart))

test('shapes are named with their features, counted from 1', () => {
  expect(
    described(
      frame([
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]),
      0,
    ),
  ).toBe('square: digon of 1 and 2, digon of 3 and 4')
})

test('features too short for a shape are counted, not passed over', () => {
  expect(
    described(
      frame([
        [1, 0],
        [0, 1],
        [0.3, 0.1],
      ]),
      0,
    ),
  ).toMatch(/; 1 feature is shorter than one half and left out$/)
  expect(
    described(
      frame([
        [0.6, 0],
        [-0.3, 0],
        [0.1, 0.1],
      ]),
      0,
    ),
  ).toBe('1 alone in a dimension; 2 features are shorter than one half and left out')
})
