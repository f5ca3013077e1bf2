import { matrix, matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rescaleNeurons } from './index.js'

const weights = (rows: number, columns: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => matrix(rows, columns, Float64Array.from(values)))

test('the largest weight of every unit becomes 1 in size, and the model computes the same', () => {
  fc.assert(
    fc.property(weights(4, 3), weights(3, 5), (input, output) => {
      const rescaled = rescaleNeurons(input, output)
      for (let hidden = 0; hidden < 3; hidden++) {
        const column = (of: typeof input) => [0, 1, 2, 3].map((feature) => Math.abs(of.values[feature * 3 + hidden]!))
        expect(Math.max(...column(rescaled.weights))).toBe(Math.max(...column(input)) === 0 ? 0 : 1)
      }
      const sample = [0.5, -1, 0.25, 2]
      const before = compute(sample, input, output)
      const after = compute(sample, rescaled.weights, rescaled.outputWeights)
      for (const [i, value] of before.entries()) expect(Math.abs(after[i]! - value)).toBeLessThan(1e-12 * 100)
    }),
    { seed: 3, numRuns: 200 },
  )
})

test('the asymmetric motif: in 2 and −1/2, out 1/2 and 2 becomes in 1 and −1/4, out 1 and 4', () => {
  const { weights: input, outputWeights } = rescaleNeurons(matrixFromRows([[2], [-0.5]]), matrixFromRows([[0.5, 2]]))
  expect([...input.values]).toEqual([1, -0.25])
  expect([...outputWeights.values]).toEqual([1, 4])
})

test('a unit without weights stays as it is, and inputs are not changed', () => {
  const [input, output] = [matrixFromRows([[0, 4]]), matrixFromRows([[7], [1]])]
  const rescaled = rescaleNeurons(input, output)
  expect([...rescaled.weights.values]).toEqual([0, 1])
  expect([...rescaled.outputWeights.values]).toEqual([7, 4])
  expect([...input.values, ...output.values]).toEqual([0, 4, 7, 1])
})

test('weights of different hidden units and numbers that are not finite are refused', () => {
  const input = matrixFromRows([[1, 2]])
  expect(() => rescaleNeurons(input, matrixFromRows([[1]]))).toThrow(
    'invalid outputWeights: 1 rows; expected 2, one per hidden unit',
  )
  expect(() => rescaleNeurons(input, matrixFromRows([[1], [Number.NaN]]))).toThrow('invalid outputWeights[1, 0]: NaN')
})

function compute(
  sample: readonly number[],
  input: ReturnType<typeof matrix>,
  output: ReturnType<typeof matrix>,
): number[] {
  const hidden = Array.from({ length: input.columns }, (_, h) =>
    Math.max(
      0,
      sample.reduce((sum, x, i) => sum + x * input.values[i * input.columns + h]!, 0),
    ),
  )
  return Array.from({ length: output.columns }, (_, o) =>
    hidden.reduce((sum, h, k) => sum + h * output.values[k * output.columns + o]!, 0),
  )
}
