import { matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digonLoss } from './digon-loss.js'
import { featureVariance } from './feature-moments.js'
import { linearLoss } from './linear-loss.js'
import { polygonModel } from './polygon-model.js'
import { reluLoss, reluLossByActiveCount } from './relu-loss.js'
import { reluOptimum } from './relu-optimum.js'

const five = (probability: number, base = 1) => ({
  probability,
  importance: Array.from({ length: 5 }, (_, i) => base ** i),
})

/** A bias-free model of two features in one dimension (McGrath's setting), loss summed over features. */
function lineLoss(first: number, second: number, probability: number, importance: number): number {
  const features = { probability, importance: [1, importance] }
  return 2 * reluLoss({ weights: matrixFromRows([[first], [second]]), bias: [0, 0] }, features)
}

test('two features in one dimension have the published losses', () => {
  expect(lineLoss(0.725, 0.687, 0.9, 0.8)).toBeCloseTo(0.08749, 5)
  expect(lineLoss(Math.SQRT1_2, Math.SQRT1_2, 0.9, 1)).toBeCloseTo(0.9 / 3 - 0.9 ** 2 / 4, 12)
  const arm = Math.sqrt((8 - 2.5) / (8 - 3))
  const u = arm * arm
  const antipodal = (1 / 3) * 0.5 * (1 - u) ** 2 + 0.5 * (1 / 3 - u / 4 + (u * u) / 12)
  expect(lineLoss(arm, -arm, 0.5, 1)).toBeCloseTo(antipodal, 12)
})

test('antipodal pairs, dedicated and unlearned features add up as the closed form says', () => {
  const features = { probability: [0.3, 0.9, 0.5, 0.2], importance: [1, 0.5, 2, 0.7] }
  const weights = matrixFromRows([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, 0],
  ])
  const bias = [0, 0, 0, 0.1]
  expect(reluLoss({ weights, bias }, features)).toBeCloseTo(digonLoss(features, [[0, 2]], [1]), 12)
})

test('where no output is ever negative the loss is that of the linear model', () => {
  const features = { probability: [0.4, 1, 0.1], importance: [1, 2, 3] }
  const model = {
    weights: matrixFromRows([
      [0.8, 0.1],
      [0.2, 0.5],
      [0.01, 0.001],
    ]),
    bias: [0.1, 0, 0.2],
  }
  expect(Math.abs(reluLoss(model, features) - linearLoss(model, features))).toBeLessThan(1e-9)
})

test('the loss agrees with samples, for random models', () => {
  const number = fc.double({ min: -1.2, max: 1.2, noNaN: true })
  const features = { probability: [0.5, 0.2, 1, 0.05], importance: [1, 0.5, 2, 1] }
  let state = 1
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  fc.assert(
    fc.property(fc.array(number, { minLength: 12, maxLength: 12 }), (values) => {
      const weights = { rows: 4, columns: 2, values: Float64Array.from(values.slice(0, 8)) }
      const bias = values.slice(8)
      const sampleCount = 20_000
      let sum = 0
      let squares = 0
      for (let sample = 0; sample < sampleCount; sample++) {
        const x = features.probability.map((p) => (uniform() < p ? uniform() : 0))
        const hidden = [0, 1].map((k) => x.reduce((total, value, j) => total + value * weights.values[2 * j + k]!, 0))
        const loss = x.reduce((total, value, i) => {
          const [first, second] = [weights.values[2 * i]!, weights.values[2 * i + 1]!]
          const output = Math.max(0, first * hidden[0]! + second * hidden[1]! + bias[i]!)
          return total + (features.importance[i]! * (value - output) ** 2) / 4
        }, 0)
        sum += loss
        squares += loss * loss
      }
      const mean = sum / sampleCount
      const deviation = Math.sqrt((squares / sampleCount - mean * mean) / sampleCount)
      expect(Math.abs(reluLoss({ weights, bias }, features) - mean)).toBeLessThan(5 * deviation)
    }),
    { seed: 3, numRuns: 8 },
  )
})

test('losses by number of active features make up the loss at every probability', () => {
  const pentagon = polygonModel({ featureCount: 5, corners: 5, radius: 1.1, bias: -0.2 })
  const byCount = reluLossByActiveCount(pentagon, five(1).importance)
  expect(byCount[0]).toBe(0)
  for (const probability of [0.02, 0.3, 1]) {
    const loss = byCount.reduce((sum, value, k) => sum + value * probability ** k * (1 - probability) ** (5 - k), 0)
    expect(loss / 5).toBeCloseTo(reluLoss(pentagon, five(probability)), 12)
  }
})

test('an empty input costs the squares of the positive biases', () => {
  const model = { weights: matrixFromRows([[0], [0], [0]]), bias: [0.5, -0.5, 2] }
  expect(reluLossByActiveCount(model, [1, 1, 0.5])[0]).toBeCloseTo(0.25 + 2, 15)
})

test.each([
  { probability: 0.2, radius: 1.03, bias: -0.13, loss: 0.0796, gain: 1.798 },
  { probability: 0.1, radius: 1.1, bias: -0.21, loss: 0.0263, gain: 2.073 },
  { probability: 0.05, radius: 1.134, bias: -0.246, loss: 0.0089, gain: 2.222 },
])(
  'the best pentagon at p = $probability has the known norm, bias and loss',
  ({ probability, radius, bias, loss, gain }) => {
    const features = five(probability)
    const start = polygonModel({ featureCount: 5, corners: 5, radius: 1.1, bias: -0.2 })
    const optimum = reluOptimum(start, features)
    const values = optimum.model.weights.values
    for (let i = 0; i < 5; i++) {
      expect(Math.abs(Math.hypot(values[2 * i]!, values[2 * i + 1]!) - radius)).toBeLessThan(0.005)
      expect(Math.abs(optimum.model.bias[i]! - bias)).toBeLessThan(0.005)
    }
    expect(5 * optimum.loss).toBeCloseTo(loss, 4)
    const variance = featureVariance(probability)
    expect(Math.abs((5 * variance - 5 * optimum.loss) / (2 * variance) - gain)).toBeLessThan(0.003)
  },
)

test('with importance 0.9ⁱ the square wins at p = .2 and the pentagon at p = .1', () => {
  const best = (probability: number, corners: number): number => {
    const bias = corners === 5 ? -0.2 : 0
    const start = polygonModel({ featureCount: 5, corners, bias, unlearnedBias: probability / 2 })
    return 5 * reluOptimum(start, five(probability, 0.9)).loss
  }
  expect(best(0.2, 4)).toBeCloseTo(0.0598, 4)
  expect(best(0.2, 5)).toBeCloseTo(0.0643, 4)
  expect(best(0.1, 4)).toBeCloseTo(0.0259, 4)
  expect(best(0.1, 5)).toBeCloseTo(0.0214, 4)
})

test.each([
  { ratio: 3, pentagon: 0.01315, digons: 0.04604 },
  { ratio: 0.6, pentagon: 0.00768, digons: 0.01143 },
  { ratio: 0.2, pentagon: 0.00554, digons: 0.005 },
])(
  'one feature $ratio times as dense as four others: pentagon $pentagon, two digons $digons',
  ({ ratio, pentagon, digons }) => {
    const features = { probability: [0.05 * ratio, 0.05, 0.05, 0.05, 0.05], importance: [1, 1, 1, 1, 1] }
    const start = polygonModel({ featureCount: 5, corners: 5, radius: 1.13, bias: -0.24 })
    expect(5 * reluOptimum(start, features).loss).toBeCloseTo(pentagon, 4)
    const pairs = [[1, 2] as const, [3, 4] as const]
    expect(5 * digonLoss(features, pairs)).toBeCloseTo(digons, 4)
  },
)

test('more than 12 features are refused before any work', () => {
  const importance = new Array<number>(13).fill(1)
  const model = { weights: { rows: 13, columns: 1, values: new Float64Array(13) }, bias: new Float64Array(13) }
  expect(() => reluLoss(model, { probability: 0.1, importance })).toThrow('13 features; expected at most 12')
})

test('pairs that share a feature or name one that is not there are refused', () => {
  expect(() => digonLoss(five(0.1), [[0, 1]], [1])).toThrow('invalid feature: 1')
  expect(() => digonLoss(five(0.1), [[0, 5]])).toThrow('invalid feature: 5')
})
