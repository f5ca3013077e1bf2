import { type Matrix, matrix, matrixFromRows, ShapeError, selectRows, transpose } from '@digon/matrix'
import { expect, test } from 'vitest'
import * as metrics from './index.js'
import { summarizeMember } from './index.js'

test('a summary holds exactly the fields of `digon analyze`, with the numbers of the single metrics', () => {
  const weights = matrixFromRows([
    [1, 0],
    [-1, 0],
    [0, 0.5],
  ])
  expect(summarizeMember(weights, Float64Array.of(-0.1, 0.2, 0.3))).toEqual({
    represented: 2,
    frobeniusSquared: 2.25,
    dimensionsPerFeature: 2 / 2.25,
    features: [
      { norm: 1, interference: 1, dimensionality: 0.5, bias: -0.1 },
      { norm: 1, interference: 1, dimensionality: 0.5, bias: 0.2 },
      { norm: 0.5, interference: 0, dimensionality: 1, bias: 0.3 },
    ],
  })
})

test('a model without an output bias has biases 0', () => {
  expect(summarizeMember(matrixFromRows([[1], [0]])).features.map(({ bias }) => bias)).toEqual([0, 0])
})

test('a bias of another length, or not finite, is refused', () => {
  const weights = matrixFromRows([[1], [0]])
  expect(() => summarizeMember(weights, Float32Array.of(1))).toThrow(
    'invalid bias: 1 numbers; expected 2, one per feature',
  )
  expect(() => summarizeMember(weights, Float32Array.of(0, Number.NEGATIVE_INFINITY))).toThrow(
    'invalid bias[1]: -Infinity; expected a finite number',
  )
})

const {
  absorptionGap,
  adversarialVulnerability,
  alignExchangeable,
  alignSolutions,
  dimensionalityClusters,
  explainedVariance,
  firingScores,
  hedgingAngleInDegrees,
  latentActivity,
  latentUniqueness,
  loneFeatureCodes,
  matchFeatures,
  matchLatents,
  meanMaxCosineSimilarity,
  meanProjectionAtRank,
  productName,
  recoveredFeatures,
  rescaleNeurons,
  summarizeUntiedMember,
  vulnerabilityRatio,
  ...ofWeightsAlone
} = metrics
/** Eight features, so many that orders are searched and not tried. */
const repeated = (weights: Matrix) =>
  selectRows(
    weights,
    Array.from({ length: 8 }, (_, i) => i % weights.rows),
  )
const zeros = (rows: number, columns: number) => matrix(rows, columns, new Float64Array(rows * columns))

/** All that the package does to weights. */
const ofWeights = Object.entries<(weights: Matrix) => unknown>({
  ...ofWeightsAlone,
  adversarialVulnerability: (weights) => adversarialVulnerability(weights, zeros(1, weights.rows), (inputs) => inputs),
  alignExchangeable: (weights) => alignExchangeable(weights, weights),
  'alignExchangeable of 8 features': (weights) => alignExchangeable(repeated(weights), repeated(weights)),
  alignSolutions: (weights) => alignSolutions(weights, weights),
  'loneFeatureCodes behind a ReLU': (weights) => loneFeatureCodes(weights, 'relu'),
  rescaleNeurons: (weights) => rescaleNeurons(weights, zeros(weights.columns, 1)),
  'summarizeUntiedMember of tied weights': (weights) => summarizeUntiedMember(weights, transpose(weights)),
  'summarizeUntiedMember behind a ReLU': (weights) =>
    summarizeUntiedMember(weights, transpose(weights), undefined, 'relu'),
  summarizeUntiedMember: (weights) => summarizeUntiedMember(weights, zeros(weights.columns, weights.rows)),
})

test.each(ofWeights)('%s leaves its input alone and refuses NaN and infinity by their place', (_, metric) => {
  const weights = matrix(4, 2, Float32Array.of(0.5, -0.25, 0, 0, 1, 3, -2, 1e-30))
  const before = Uint8Array.from(new Uint8Array(weights.values.buffer))
  metric(weights)
  expect(new Uint8Array(weights.values.buffer)).toEqual(before)
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken = matrix(2, 2, Float32Array.of(0, 0, wrong, 0))
    expect(() => metric(broken)).toThrow(ShapeError)
    expect(() => metric(broken)).toThrow(`invalid weights[1, 0]: ${wrong}; expected a finite number`)
  }
})

/** Every number in a result, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

test.each(ofWeights)('%s of huge, tiny and mixed weights is never NaN', (_, metric) => {
  const pentagon = Array.from({ length: 5 }, (_, k) => [Math.cos(k * 0.4 * Math.PI), Math.sin(k * 0.4 * Math.PI)])
  for (const sizes of [[1e200], [1e-200], [5e-324], [1e308], [1e200, 1, 1e-200, 1e-310, 0]]) {
    const rows = pentagon.map((row, i) => row.map((value) => value * sizes[i % sizes.length]!))
    expect(numbersIn(metric(matrixFromRows(rows))).filter(Number.isNaN)).toEqual([])
  }
})

test('norms, dimensionalities and cosines of huge and tiny weights are those of the same shape at size 1', () => {
  for (const size of [2 ** -1000, 2 ** 900]) {
    const { represented, features } = summarizeMember(
      matrixFromRows([
        [size, 0],
        [-0.6 * size, 0.8 * size],
        [0, size / 4],
      ]),
    )
    expect(represented).toBe(size > 1 ? 3 : 0)
    expect(features.map(({ norm }) => norm / size)).toEqual([1, 1, 0.25])
    const [first] = features
    expect(first!.dimensionality).toBeCloseTo(1 / 1.36, 14)
  }
})
