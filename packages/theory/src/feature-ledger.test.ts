import { expect, test } from 'vitest'
import { featureLedger, lossIfPlacedBest } from './feature-ledger.js'
import { polygonModel } from './polygon-model.js'
import { reluLoss } from './relu-loss.js'
import { reluOptimum } from './relu-optimum.js'

const features = (probability: number) => ({ probability, importance: [1, 0.9, 0.81, 0.729] })

test('accounts add up: own losses to the loss, benefit and interference to what removal changes', () => {
  const model = polygonModel({ featureCount: 4, corners: 3, radius: 1.05, bias: -0.05, unlearnedBias: 0.02 })
  const given = features(0.3)
  const ledger = featureLedger(model, given)
  const loss = reluLoss(model, given)
  expect(ledger.reduce((sum, { ownLoss }) => sum + ownLoss, 0)).toBeCloseTo(loss, 14)
  for (const [i, { benefit, interference, lossIfRemoved }] of ledger.entries()) {
    expect(loss + benefit - interference).toBeCloseTo(lossIfRemoved, 14)
    expect(lossIfPlacedBest(model, given, i)).toBeLessThan(loss + 1e-9)
  }
  expect(() => lossIfPlacedBest(model, given, 4)).toThrow('invalid feature: 4; expected an index below 4')
})

test('a digon costs its two features (I_i + I_j) p²/6 together, half to each, and nobody else', () => {
  const line = { weights: { rows: 2, columns: 1, values: Float64Array.of(1, -1) }, bias: [0, 0] }
  const [first, second] = featureLedger(line, { probability: 0.4, importance: [1, 0.5] })
  const variance = 0.4 / 3 - 0.4 ** 2 / 4
  expect(first!.ownLoss).toBeCloseTo(0.4 ** 2 / 12, 12)
  expect(first!.benefit).toBeCloseTo(variance / 2 - 0.4 ** 2 / 12, 12)
  // Without the first feature the second one would be exact: all that it loses is the first one's doing.
  expect(first!.interference).toBeCloseTo(second!.ownLoss, 12)
  expect(first!.lossIfRemoved).toBeCloseTo(variance / 2, 12)
})

test('three features on two axes leave room for a fourth: worth taking at p = .1, not at p = .6', () => {
  const lossOfFourth = (probability: number) => {
    const start = polygonModel({ featureCount: 4, corners: 3, unlearnedBias: probability / 2 })
    const { weights } = start
    // Two dimensions, three features on two axes: one direction is free.
    weights.values.set([1, 0, 0, 1, -1, 0, 0, 0])
    const { model, loss } = reluOptimum(start, features(probability))
    return { loss, placed: lossIfPlacedBest(model, features(probability), 3) }
  }
  const sparse = lossOfFourth(0.1)
  expect(sparse.placed).toBeLessThan(0.75 * sparse.loss)
  const dense = lossOfFourth(0.6)
  expect(dense.placed).toBeCloseTo(dense.loss, 6)
})

test('a search that comes to a flat direction does not run to where rounding makes losses negative', () => {
  // From a training, with the last feature dropped: the search for its best place once gave −1.3e18.
  const values = [
    0.8211932182312012, 0.593119740486145, 0.5911346077919006, -0.8202193379402161, -0.590803325176239,
    0.8180901408195496, -0.8162641525268555, -0.5878337621688843, 0.0013984558172523975, -0.0012753549963235855,
  ]
  const bias = [
    0.0043768626637756824, 0.005577538162469864, 0.007931838743388653, 0.00593236880376935, 0.10042621940374374,
  ]
  const model = { weights: { rows: 5, columns: 2, values: Float64Array.from(values) }, bias }
  const given = { probability: 0.2, importance: [0, 1, 2, 3, 4].map((i) => 0.9 ** i) }
  const loss = reluLoss(model, given)
  const placed = lossIfPlacedBest(model, given, 4)
  expect(placed).toBeGreaterThan(0.99 * loss)
  expect(placed).toBeLessThanOrEqual(loss)
})
