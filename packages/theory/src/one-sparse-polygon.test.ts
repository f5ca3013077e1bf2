import { expect, test } from 'vitest'
import { oneSparsePolygon, oneSparsePolygonLoss } from './one-sparse-polygon.js'
import { polygonModel } from './polygon-model.js'
import { reluLossByActiveCount } from './relu-loss.js'

test.each([
  { corners: 3, radius: 1, bias: 0, height: 0 },
  { corners: 4, radius: 1, bias: 0, height: 0 },
  { corners: 5, radius: 1.1705, bias: -0.2823, height: 0.23738 },
  { corners: 6, radius: 1.3205, bias: -0.6181, height: 0.86746 },
])('the best $corners-gon for one active feature is the published one', ({ corners, radius, bias, height }) => {
  const found = oneSparsePolygon(corners)
  expect(found.radius).toBeCloseTo(radius, 4)
  expect(found.bias).toBeCloseTo(bias, 4)
  expect(found.height).toBeCloseTo(height, 5)
})

test.each([
  { corners: 4, featureCount: 4, loss: 0 },
  { corners: 4, featureCount: 5, loss: 0.06667 },
  { corners: 5, featureCount: 5, loss: 0.015826 },
  { corners: 5, featureCount: 6, loss: 0.06874 },
  { corners: 6, featureCount: 6, loss: 0.048192 },
])('L($corners, $featureCount) is $loss', ({ corners, featureCount, loss }) => {
  expect(oneSparsePolygonLoss(corners, featureCount)).toBeCloseTo(loss, 5)
})

test.each([
  { corners: 4, featureCount: 5, loss: 0.05667 },
  { corners: 4, featureCount: 6, loss: 0.10417 },
  { corners: 5, featureCount: 6, loss: 0.0618 },
])('L($corners⁺, $featureCount) is $loss', ({ corners, featureCount, loss }) => {
  expect(oneSparsePolygonLoss(corners, featureCount, 1)).toBeCloseTo(loss, 5)
})

test('the loss is that of the exact ReLU loss with one active feature', () => {
  const { radius, bias, height } = oneSparsePolygon(6)
  const model = polygonModel({ featureCount: 6, corners: 6, radius, bias })
  const byCount = reluLossByActiveCount(model, new Array<number>(6).fill(1))
  expect(byCount[1]! / 6).toBeCloseTo(height / 18, 12)
})

test('counts out of range are named', () => {
  expect(() => oneSparsePolygon(2)).toThrow('invalid corners: 2; expected an integer ≥ 3')
  expect(() => oneSparsePolygonLoss(5, 4)).toThrow('invalid featureCount: 4; expected an integer ≥ corners (5)')
  expect(() => oneSparsePolygonLoss(5, 6, 2)).toThrow('invalid positiveBiases: 2; expected an integer from 0 to 1')
  expect(() => polygonModel({ featureCount: 0, corners: 0 })).toThrow('invalid featureCount: 0')
  expect(() => polygonModel({ featureCount: 4, corners: 5 })).toThrow(
    'invalid corners: 5; expected an integer from 0 to 4',
  )
})
