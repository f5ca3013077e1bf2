import { matrixFromRows } from '@digon/matrix'
import { initialParameters, memberWeights } from '@digon/model'
import { polygonModel, reluLoss, reluOptimum } from '@digon/theory'
import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { leastOptimum } from './best-known.test-support.js'
import { ideal } from './ideal.test-support.js'
import { intro } from './intro.js'
import { introSettings } from './settings.js'

test('initial weights have the notebook’s deviation 0.258', () => {
  const [panels] = intro.plan('quick', 3).tasks
  const parameters = initialParameters(panels!.ensemble)
  const values = panels!.ensemble.members.flatMap((_, member) => [...memberWeights(parameters, member).values])
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  // 480 values: the deviation is known to 3 %.
  expect(Math.abs(deviation / 0.258 - 1)).toBeLessThan(0.1)
})

test('preset paper trains as the official notebook: constant 0.001, 10,000 steps of 1,024 samples', () => {
  for (const { ensemble, steps } of intro.plan('paper', 1).tasks) {
    expect(ensemble).toMatchObject({ batchSize: 1024, optimizer: { kind: 'adamw', schedule: { kind: 'constant' } } })
    expect(steps).toBe(10_000)
    for (const member of ensemble.members) expect(member).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 })
  }
})

test('restarts are ordered by exact loss, whatever their losses on samples', () => {
  const { panels, strip } = idealSweeps(intro, ideal)
  const [, middle, sparse] = panels
  const worse = { ...middle!.members[0]!, member: sparse!.members[0]!.member, loss: 0 }
  const members = sparse!.members.map((member, k) => (k % 2 === 0 ? worse : member))
  const numbers = intro.description.measure({ panels: [{ ...sparse!, members }], strip }, introSettings.settings.quick)
  const [{ restarts }] = numbers.panels as [(typeof numbers.panels)[0]]
  expect(restarts.all.map(({ shape }) => shape.name)).toEqual([
    ...new Array(8).fill('pentagon'),
    ...new Array(8).fill('square'),
  ])
  expect(restarts.all[0]!.exactLoss).toBeCloseTo(lossOf(0.1), 8)
})

test('the stored optima are the least losses that descent finds from any shape', () => {
  for (const { probability, loss, weights, bias } of bestKnown.models) {
    const features = { probability, importance: [1, 0.9, 0.81, 0.729, 0.6561] }
    expect(reluLoss({ weights: matrixFromRows(weights), bias }, features) / loss).toBeCloseTo(1, 6)
  }
  expect(leastOptimum(0.05).loss / lossOf(0.05)).toBeCloseTo(1, 6)
})

test('the best square loses less than the best pentagon at 80 % sparsity, and more at 90 %', () => {
  const importance = [1, 0.9, 0.81, 0.729, 0.6561]
  const square = polygonModel({ featureCount: 5, corners: 4, unlearnedBias: 0.1 })
  const pentagon = polygonModel({ featureCount: 5, corners: 5, radius: 1.1, bias: -0.2 })
  const ratio = (probability: number) =>
    reluOptimum(pentagon, { probability, importance }).loss / reluOptimum(square, { probability, importance }).loss
  expect(ratio(0.2)).toBeGreaterThan(1.07)
  expect(ratio(0.1)).toBeLessThan(0.83)
})

function lossOf(wanted: number): number {
  return bestKnown.models.find(({ probability }) => probability === wanted)!.loss
}
