import { deriveSeed, sampleBatch } from '@digon/data'
import { matrix } from '@digon/matrix'
import { defineEnsemble, initialParameters, memberParameters, memberWeights, reference, trainTask } from '@digon/model'
import { expect, test } from 'vitest'
import { attackedGradient, trainAttacked } from './adversarial-training.js'
import { budgetWithout } from './measure.js'

const [rows, columns] = [4, 2]
const parameters = [0.9, 0.2, -0.7, 0.5, 0.1, -1.1, 0.4, 0.3, 0.05, -0.1, 0.2, 0]
const inputs = [0.3, 0, 0.9, 0, 0, 0.6, 0, 0.1, 0.2, 0.8, 0.4, 0]
const attacked = [2, 0, 3]
const modelOf = (numbers: readonly number[]) => ({
  weights: matrix(rows, columns, Float64Array.from(numbers.slice(0, rows * columns))),
  bias: numbers.slice(rows * columns),
})

test('the loss is that of attacked inputs against what they were', () => {
  const digon = { weights: matrix(2, 1, Float64Array.from([1, -1])), bias: [0, 0] }
  // The direction of feature 0 is (1, −1)/√2, so its output moves by √2 · 0.1.
  expect(attackedGradient(digon, [1, 0], [0], 0.1).loss).toBeCloseTo(0.02 / 2, 12)
})

test.each([0, 0.5])('the gradient is the slope of the loss with the attack held fixed, at budget %d', (budget) => {
  const gram = (numbers: readonly number[], i: number, j: number) =>
    numbers[2 * i]! * numbers[2 * j]! + numbers[2 * i + 1]! * numbers[2 * j + 1]!
  const given = inputs.map((value, k) => {
    const [i, j] = [attacked[Math.floor(k / rows)]!, k % rows]
    const length = Math.hypot(...[0, 1, 2, 3].map((other) => gram(parameters, i, other)))
    return value + (budget * gram(parameters, i, j)) / length
  })
  const lossOf = (numbers: readonly number[]) => {
    const errors = inputs.map((value, k) => {
      const [sample, i] = [Math.floor(k / rows), k % rows]
      const sums = [0, 1, 2, 3].map((j) => gram(numbers, i, j) * given[rows * sample + j]!)
      return Math.max(0, numbers[rows * columns + i]! + sums.reduce((a, b) => a + b)) - value
    })
    return errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length
  }
  const { loss, gradient } = attackedGradient(modelOf(parameters), inputs, attacked, budget)
  expect(loss).toBeCloseTo(lossOf(parameters), 12)
  for (const k of parameters.keys()) {
    const moved = (by: number) => lossOf(parameters.map((value, j) => (j === k ? value + by : value)))
    expect(gradient[k]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8)
  }
})

test('without attacks it trains as the reference engine does on the same batches', async () => {
  const [steps, batchSize, seed, probability] = [15, 6, 4, 0.4]
  const fresh = { featureCount: rows, seed: deriveSeed(seed, ['attacked training']), sampleCount: batchSize }
  const batches = Array.from({ length: steps }, (_, k) =>
    sampleBatch({ kind: 'independent', probability }, { ...fresh, step: k }),
  )
  const ensemble = defineEnsemble({
    model: { featureCount: rows, hiddenSize: columns },
    batchSize,
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    members: { seed: 1, learningRate: 0.01, data: { kind: 'batches', batches } },
  })
  const start = memberParameters(initialParameters(ensemble), 0)
  const task = { name: 'same', ensemble, steps, lossSteps: [], record: [], evaluationSamples: 1 }
  const { parameters: ended } = await trainTask(task, reference())
  const own = trainAttacked(
    { weights: matrix(rows, columns, start.weights!.values), bias: start.bias!.values },
    { probability, budget: 0, seed, steps, batchSize, learningRate: 0.01 },
  )
  const expected = [
    ...Array.from(memberWeights(ended, 0).values),
    ...Array.from(memberParameters(ended, 0).bias!.values),
  ]
  const found = [...Array.from(own.weights.values), ...Array.from(own.bias)]
  for (const [k, value] of expected.entries()) expect(found[k]).toBeCloseTo(value, 5)
})

test('the budget without superposition lies where 1/D* falls to 1, and is none where it was not there before', () => {
  const defense = [4, 2, 0.5].map((featuresPerDimension, k) => ({ share: k / 2, featuresPerDimension }))
  expect(budgetWithout(defense, 3)).toBeCloseTo(0.5 + 0.5 * (1 / 1.5), 12)
  expect(budgetWithout(defense, 5)).toBeNaN()
  expect(budgetWithout(defense.slice(0, 2), 3)).toBeNaN()
  expect(budgetWithout([{ share: 0, featuresPerDimension: 1 }], 1)).toBeNaN()
})
