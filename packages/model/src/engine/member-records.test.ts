import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import { joinMembers, memberRecord } from './member-records.js'

const { model } = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { count: 2, seed: 1, data: { probability: 1 } },
})
const tensors = {
  weights: { shape: [2, 2, 1], values: Float32Array.of(1, 2, 3, 4) },
  bias: { shape: [2, 2], values: Float32Array.of(5, 6, 7, 8) },
}

test('a record has the numbers of its member, and writing to it writes to the tensors', () => {
  const own = structuredClone(tensors)
  const record = memberRecord(own, 1)
  expect(record).toEqual({ weights: Float32Array.of(3, 4), bias: Float32Array.of(7, 8) })
  record.bias![0] = 9
  expect(own.bias.values).toEqual(Float32Array.of(5, 6, 9, 8))
})

test('records joined are the tensors again, in copies of their own precision', () => {
  const joined = joinMembers(model, [memberRecord(tensors, 0), memberRecord(tensors, 1)])
  expect(joined).toEqual(tensors)
  expect(Object.keys(joined)).toEqual(['weights', 'bias'])
  joined.weights!.values.fill(0)
  expect(tensors.weights.values[0]).toBe(1)
  const double = { weights: Float64Array.of(0.1, 0.2), bias: Float64Array.of(0.3, 0.4) }
  expect(joinMembers(model, [double]).weights!.values).toEqual(Float64Array.of(0.1, 0.2))
})
