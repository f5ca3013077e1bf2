import { fromDense, type SparseBatch, sampleBatch, toDense } from '@digon/data'
import { matrix, matrixFromRows } from '@digon/matrix'
import { adversarialVulnerability } from '@digon/metrics'
import type { TiedModel } from '@digon/theory'
import { expect, test } from 'vitest'
import { attackDamage } from './attack.js'

const dedicated: TiedModel = {
  weights: matrixFromRows([
    [1, 0],
    [0, -1],
    [0, 0],
    [0, 0],
  ]),
  bias: [0, 0, 0.15, 0.15],
}
const digons: TiedModel = {
  weights: matrixFromRows([
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]),
  bias: [0, 0, 0, 0],
}

const fresh = (probability: number, sampleCount = 500): SparseBatch =>
  sampleBatch({ kind: 'independent', probability }, { featureCount: 4, seed: 5, step: 0, sampleCount })

test('a model without superposition is the unit, at every probability and budget', () => {
  for (const probability of [0.05, 0.3, 1]) {
    for (const share of [0.01, 0.1, 1]) {
      const damage = attackDamage(dedicated, fresh(probability), share)
      expect(damage.perSample).toBeCloseTo(1, 5)
      expect(damage.fixedDirection).toBeCloseTo(1, 5)
    }
  }
})

test('the budget is a share of the mean length of an input', () => {
  const batch = fromDense([0.3, 0, 0.4, 0, 0, 0, 0, 0], 2, 4)
  expect(attackDamage(dedicated, batch).budget).toBeCloseTo(0.025, 7)
  expect(attackDamage(dedicated, batch, 0.5).budget).toBeCloseTo(0.125, 7)
})

test('a digon alone passes a change on √2 times as long: twice the damage', () => {
  // Input (1, 0, 0, 0): output 0 moves by λ·√2, the direction of 0 being (1, −1)/√2; all others stay at 0.
  const batch = fromDense([1, 0, 0, 0], 1, 4)
  const damage = attackDamage(digons, batch)
  expect(damage.perSample).toBeCloseTo(2, 6)
  expect(damage.fixedDirection).toBeCloseTo(2, 6)
  expect(damage.outputsOff).toBe(0.75)
})

test('where an error is there already, an attack along it does more than λ‖(WᵀW)_i‖ alone', () => {
  // Input (1, .5): output (.5, 0), errors (−.5, −.5). Direction 1 lowers output 0 by √2·λ: damage 2λ² + 2·.5·√2·λ, λ = .1·√1.25.
  const batch = fromDense([1, 0.5, 0, 0], 1, 4)
  const budget = 0.1 * Math.sqrt(1.25)
  const { perSample, gradient } = attackDamage(digons, batch)
  expect(perSample).toBeCloseTo(2 + Math.SQRT2 / budget, 4)
  // The gradient of this loss is along (−1, 1): the same direction.
  expect(gradient).toBeCloseTo(perSample, 6)
})

test('without an error there is no gradient to follow', () => {
  const batch = fromDense([1, 0, 0, 0], 1, 4)
  expect(attackDamage(digons, batch).gradient).toBe(0)
})

test('all samples along one direction never does more than each along its worst', () => {
  const { perSample, fixedDirection } = attackDamage(digons, fresh(0.5))
  expect(fixedDirection).toBeGreaterThan(1)
  expect(perSample).toBeGreaterThan(fixedDirection)
})

test('a model that stores nothing has no direction to attack', () => {
  const damage = attackDamage({ weights: matrix(4, 2, new Float64Array(8)), bias: [0, 0, 0, 0] }, fresh(0.5))
  expect(damage).toMatchObject({ perSample: 0, fixedDirection: 0, gradient: 0, outputsOff: 1 })
})

test('the metric that only knows a function to attack finds the same damage', () => {
  const weights = matrixFromRows([
    [1.1, 0.2],
    [-0.6, 0.9],
    [-0.4, -1],
    [0.3, -0.8],
  ])
  const bias = [-0.1, 0.05, -0.2, 0.1]
  const batch = fresh(0.4)
  const inputs = matrix(batch.sampleCount, 4, toDense(batch))
  const rowOf = (i: number) => weights.values.subarray(2 * i, 2 * i + 2)
  const reconstruct = ({ rows, values }: typeof inputs) =>
    matrix(
      rows,
      4,
      Float64Array.from({ length: rows * 4 }, (_, index) => {
        const [sample, output] = [Math.floor(index / 4), index % 4]
        let sum = bias[output]!
        for (let i = 0; i < 4; i++) {
          sum += (rowOf(i)[0]! * rowOf(output)[0]! + rowOf(i)[1]! * rowOf(output)[1]!) * values[sample * 4 + i]!
        }
        return Math.max(0, sum)
      }),
    )
  const { attackNorm, attackedLoss, cleanLoss } = adversarialVulnerability(weights, inputs, reconstruct)
  const { budget, perSample } = attackDamage({ weights, bias }, batch)
  expect(budget).toBeCloseTo(attackNorm, 10)
  // The metric leaves a sample alone that no direction harms, and its loss is a mean over the four features.
  expect(Math.abs(perSample / ((4 * (attackedLoss - cleanLoss)) / attackNorm ** 2) - 1)).toBeLessThan(0.01)
})
