import { ShapeError } from '@digon/matrix'
import { expect, test } from 'vitest'
import { memberParameters, memberWeights } from './member-parameters.js'

const parameters = {
  weights: { shape: [2, 3, 2], values: new Float32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) },
  bias: { shape: [2, 3], values: new Float32Array([0, 1, 2, 3, 4, 5]) },
}

test("a member's parameters are its own slices, without the member axis and without copies", () => {
  expect(memberParameters(parameters, 1)).toEqual({
    weights: { shape: [3, 2], values: new Float32Array([6, 7, 8, 9, 10, 11]) },
    bias: { shape: [3], values: new Float32Array([3, 4, 5]) },
  })
  expect(memberParameters(parameters, 1).bias!.values.buffer).toBe(parameters.bias.values.buffer)
})

test("a member's weights are a matrix of features by hidden dimensions", () => {
  expect(memberWeights(parameters, 0)).toEqual({
    rows: 3,
    columns: 2,
    values: new Float32Array([0, 1, 2, 3, 4, 5]),
  })
})

test('a member that is not there, and parameters without weights, are refused', () => {
  for (const member of [-1, 2, 0.5, Number.NaN]) {
    expect(() => memberParameters(parameters, member)).toThrow(
      `invalid member of weights: ${member}; expected an integer from 0 to 1`,
    )
    expect(() => memberWeights(parameters, member)).toThrow(ShapeError)
  }
  expect(() => memberWeights({ bias: parameters.bias }, 0)).toThrow(
    'invalid weights: nothing; expected a tensor of three axes, [member, feature, hidden]',
  )
})
