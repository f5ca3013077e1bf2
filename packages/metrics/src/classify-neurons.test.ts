import { matrix, matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
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

test('a unit is judged by what it does to the output, not by the largest weight of the matrix', () => {
  // Of a trained model of the privileged basis: another unit pushes a feature away by −4.65.
  const weights = matrixFromRows([
    [0.91, 0],
    [-0.83, 0.9],
    [0.89, 0.7],
    [0.6, -4.65],
  ])
  const [first, second] = classifyNeurons(weights)
  expect(first).toMatchObject({ kind: 'polysemantic' })
  expect(first!.features.map(({ feature }) => feature)).toEqual([0, 2, 1, 3])
  // The one feature that −4.65 keeps at 0 does not hide the two that switch the unit on.
  expect(second!.features.map(({ feature }) => feature)).toEqual([3, 1, 2])
})

test('a unit that no feature switches on is silent where features are never negative', () => {
  const weights = matrixFromRows([[-0.9], [-0.8]])
  expect(classifyNeurons(weights, { positive: true })).toEqual([{ kind: 'silent', features: [] }])
  expect(classifyNeurons(weights)[0]!.kind).toBe('polysemantic')
})

test('with output weights of its own, a feature counts by what is read times what is put out', () => {
  // Paper §11: in [2, −1/2], out [1/2, 2] computes both sides in full; the second unit reads both and puts out one.
  const weights = matrixFromRows([
    [2, 2],
    [-0.5, -0.5],
  ])
  const outputWeights = matrixFromRows([
    [0.5, 2],
    [0.5, 0],
  ])
  expect(classifyNeurons(weights, { outputWeights })).toEqual([
    {
      kind: 'polysemantic',
      features: [
        { feature: 0, weight: 2 },
        { feature: 1, weight: -0.5 },
      ],
    },
    { kind: 'monosemantic', features: [{ feature: 0, weight: 2 }] },
  ])
  const idle = matrixFromRows([
    [0, 0],
    [0, 3],
  ])
  expect(classifyNeurons(weights, { outputWeights: idle }).map(({ kind }) => kind)).toEqual(['silent', 'monosemantic'])
  expect(() => classifyNeurons(weights, { outputWeights: matrixFromRows([[1, 1]]) })).toThrow(
    'invalid outputWeights: 1 × 2; expected 2 × 2',
  )
})

/** Hundredths: numbers so small that a power of two takes digits from them are no weights. */
const weight = fc.integer({ min: -200, max: 200 }).map((hundredths) => hundredths / 100)

test('kinds do not change when a unit is scaled and its output weights the other way round', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(weight, weight), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -4, max: 4 }),
      (synapses, power) => {
        const kindsAt = (scale: number) =>
          classifyNeurons(matrixFromRows(synapses.map(([input]) => [input * scale])), {
            outputWeights: matrixFromRows([synapses.map(([, output]) => output / scale)]),
          })[0]!
        const [plain, scaled] = [kindsAt(1), kindsAt(2 ** power)]
        expect(scaled.kind).toBe(plain.kind)
        expect(scaled.features.map(({ feature }) => feature)).toEqual(plain.features.map(({ feature }) => feature))
      },
    ),
    { seed: 1, numRuns: 300 },
  )
})

test('the share decides what counts, and must be a share', () => {
  const weights = matrixFromRows([[1], [0.3]])
  expect(classifyNeurons(weights, { share: 0.3 })[0]!.kind).toBe('monosemantic')
  expect(classifyNeurons(weights, { share: 0.29 })[0]!.kind).toBe('polysemantic')
  for (const share of [-0.1, 1, Number.NaN]) {
    expect(() => classifyNeurons(weights, { share })).toThrow(
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
  expect(monosemanticNeuronCount(weights, { share: 0.9 })).toBe(2)
  expect(monosemanticNeuronCount(weights, { positive: true })).toBe(1)
})
