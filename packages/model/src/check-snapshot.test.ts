import { expect, test } from 'vitest'
import type { Snapshot } from './backend.js'
import { SnapshotMismatchError } from './backend-errors.js'
import { checkSnapshot } from './check-snapshot.js'
import { defineEnsemble } from './define-ensemble.js'
import { initialParameters } from './initial-parameters.js'
import type { Parameters } from './parameters.js'

const members = [
  { seed: 1, data: { probability: 0.5 } },
  { seed: 2, data: { probability: 0.5 } },
]
const adamw = defineEnsemble({ model: { featureCount: 3, hiddenSize: 2 }, members })
const parameters = initialParameters(adamw)
const fitting: Snapshot = { step: 3, parameters, firstMoments: parameters, secondMoments: parameters, diverged: [] }

function optimizer(kind: 'adam' | 'sgd', momentum = 0): typeof adamw {
  return { ...adamw, optimizer: { ...adamw.optimizer, kind, momentum } }
}

test('a snapshot fits every ensemble of its shapes and kind of optimizer', () => {
  expect(() => checkSnapshot(adamw, fitting)).not.toThrow()
  expect(() => checkSnapshot(optimizer('adam'), fitting)).not.toThrow()
  expect(() => checkSnapshot(optimizer('sgd'), { ...fitting, firstMoments: {}, secondMoments: {} })).not.toThrow()
  expect(() => checkSnapshot(optimizer('sgd', 0.9), { ...fitting, secondMoments: {} })).not.toThrow()
})

test('what does not fit is named with what was found and what was expected', () => {
  const { bias, ...withoutBias } = parameters
  const reshaped: Parameters = { ...parameters, bias: { shape: [3, 2], values: bias!.values } }
  const short: Parameters = { ...parameters, bias: { shape: [2, 3], values: new Float32Array(5) } }
  const wrong: readonly (readonly [Snapshot, string])[] = [
    [{ ...fitting, step: -1 }, 'invalid snapshot.step: -1; expected an integer ≥ 0'],
    [{ ...fitting, parameters: withoutBias }, 'invalid snapshot.parameters.bias: missing; expected shape [2, 3]'],
    [{ ...fitting, parameters: reshaped }, 'invalid snapshot.parameters.bias: shape [3, 2]; expected shape [2, 3]'],
    [{ ...fitting, firstMoments: short }, 'invalid snapshot.firstMoments.bias: 5 numbers; expected 6'],
    [{ ...fitting, secondMoments: {} }, 'invalid snapshot.secondMoments.weights: missing; expected shape [2, 3, 2]'],
    [
      { ...fitting, diverged: [{ member: 2, step: 1 }] },
      'invalid snapshot.diverged[0].member: 2; expected an integer from 0 to 1',
    ],
  ]
  for (const [snapshot, message] of wrong) {
    expect(() => checkSnapshot(adamw, snapshot)).toThrow(new SnapshotMismatchError(...partsOf(message)))
  }
  expect(() => checkSnapshot(optimizer('sgd'), fitting)).toThrow(
    'invalid snapshot.firstMoments.weights: a tensor; expected none',
  )
  expect(() => checkSnapshot(optimizer('sgd', 0.9), fitting)).toThrow('invalid snapshot.secondMoments.weights')
})

function partsOf(message: string): [string, string, string] {
  const [, subject, found, expected] = /^invalid (.*?): (.*); expected (.*)$/.exec(message)!
  return [subject!, found!, expected!]
}
