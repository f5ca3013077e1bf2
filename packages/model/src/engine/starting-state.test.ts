import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import type { OptimizerDescription } from '../ensemble-description.js'
import { initialParameters } from '../initial-parameters.js'
import { keptMoments, startingState } from './starting-state.js'

const third = 1 / 3
const given = { weights: { shape: [2, 1], values: Float64Array.of(third, -third) } }
const ensembleOf = (optimizer: OptimizerDescription) =>
  defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1, outputBias: false },
    optimizer,
    members: [
      { seed: 1, data: { probability: 1 } },
      { seed: 2, data: { probability: 1 }, initialization: { kind: 'given', parameters: given } },
    ],
  })
const adam = ensembleOf({ kind: 'adam' })

test.each([
  ['adamw', 0, { first: true, second: true }],
  ['adam', 0, { first: true, second: true }],
  ['sgd', 0.9, { first: true, second: false }],
  ['sgd', 0, { first: false, second: false }],
] as const)('%s with momentum %d keeps %o', (kind, momentum, kept) => {
  const ensemble = ensembleOf(kind === 'sgd' ? { kind, momentum } : { kind })
  expect(keptMoments(ensemble.optimizer)).toEqual(kept)
  const { firstMoments, secondMoments } = startingState(ensemble, undefined)
  const zeros = { weights: { shape: [2, 2, 1], values: new Float32Array(4) } }
  expect(firstMoments).toEqual(kept.first ? zeros : {})
  expect(secondMoments).toEqual(kept.second ? zeros : {})
})

test('in float32 it is the initial parameters; in float64 given numbers come unrounded, random ones are the same', () => {
  const shared = initialParameters(adam).weights!.values
  expect(startingState(adam, undefined).parameters.weights!.values).toEqual(shared)
  const { values } = startingState(adam, undefined, Float64Array).parameters.weights!
  expect(values).toEqual(Float64Array.of(shared[0]!, shared[1]!, third, -third))
  expect(shared[2]).toBe(Math.fround(third))
})

test('a snapshot is copied: writing into the state leaves it alone', () => {
  const start = { step: 3, ...startingState(adam, undefined, Float64Array), diverged: [] }
  start.secondMoments.weights!.values.fill(third)
  const state = startingState(adam, start, Float64Array)
  expect(state.secondMoments.weights!.values).toEqual(new Float64Array(4).fill(third))
  expect(startingState(adam, start).secondMoments.weights!.values).toEqual(new Float32Array(4).fill(third))
  state.secondMoments.weights!.values.fill(7)
  state.parameters.weights!.values.fill(7)
  expect(start.secondMoments.weights!.values[0]).toBe(third)
  expect(start.parameters.weights!.values[2]).toBe(third)
})
