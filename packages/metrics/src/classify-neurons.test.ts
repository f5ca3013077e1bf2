import { matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { classifyNeurons, monosemanticNeuronCount } from './index.js'

test('a unit with one weight that counts is monosemantic, with several polysemantic, with none silent', () => {
  const weights = matrixFromRows([
    [1, 0.1, 0, 0.05],
    [0.1, -0.9, 0, 0.1],
    [-0.2, 0.5, 0, 0],
    [0, 0.9, 0, 0],
  ])
  expect(classifyNeurons(weights)).toEqual([
    { kind: 'monosemantic', features: [{ feature: 0, weight: 1 }] },
    {
      kind: 'polysemantic',
      features: [
        { feature: 1, weight: -0.9 },
        { feature: 3, weight: 0.9 },
        { feature: 2, weight: 0.5 },
      ],
    },
    { kind: 'silent', features: [] },
    { kind: 'silent', features: [] },
  ])
})

test('the binary code of the privileged basis: one neuron pair holds a sum and an antipodal pair', () => {
  // Paper §10, probability 0.2 to 0.5: three dedicated neurons, and features (1, 1), (1, −1)·s, (−1, 1)·s in the other two.
  const code = matrix(6, 5, new Float64Array(30))
  for (const [feature, hidden] of [
    [0, 0],
    [1, 1],
    [2, 2],
  ] as const)
    code.values[feature * 5 + hidden] = 1
  for (const [feature, a, b] of [
    [3, 0.8, 0.8],
    [4, 0.7, -0.7],
    [5, -0.7, 0.7],
  ] as const)
    code.values.set([a, b], feature * 5 + 3)
  const kinds = classifyNeurons(code).map(({ kind }) => kind)
  expect(kinds).toEqual(['monosemantic', 'monosemantic', 'monosemantic', 'polysemantic', 'polysemantic'])
})

test('the share decides what counts, and must be a share', () => {
  const weights = matrixFromRows([[1], [0.3]])
  expect(classifyNeurons(weights, 0.3)[0]!.kind).toBe('monosemantic')
  expect(classifyNeurons(weights, 0.29)[0]!.kind).toBe('polysemantic')
  for (const share of [-0.1, 1, Number.NaN]) {
    expect(() => classifyNeurons(weights, share)).toThrow(
      `invalid share: ${share}; expected a number from 0 to 1, 1 excluded`,
    )
  }
  expect(classifyNeurons(matrix(2, 1, new Float64Array(2)))).toEqual([{ kind: 'silent', features: [] }])
})

test('units that stand for one feature are counted', () => {
  const weights = matrixFromRows([
    [1, 0.6, 0, 0],
    [0, 0.5, 0, -2],
  ])
  expect(monosemanticNeuronCount(weights)).toBe(2)
  expect(monosemanticNeuronCount(weights, 0.9)).toBe(1)
})
