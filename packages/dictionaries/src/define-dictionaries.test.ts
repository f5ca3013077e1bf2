import { describe, expect, test } from 'vitest'
import { defineDictionaries } from './define-dictionaries.js'
import type { DictionariesDescription } from './description.js'
import { InvalidDictionaryError } from './invalid-dictionary-error.js'

const description = {
  inputs: {
    features: { probability: 0.1 },
    directions: { kind: 'orthonormal', featureCount: 3, inputSize: 4 },
  },
  model: { latentCount: 6, rule: { kind: 'l1', sparsity: 0.01 } },
  members: { seed: 1 },
  steps: 10,
} as const satisfies DictionariesDescription

test('what is left out has the documented defaults', () => {
  const [training] = defineDictionaries(description)
  expect(training!.model).toEqual({
    ...{ inputSize: 4, latentCount: 6, rule: { kind: 'l1', sparsity: 0.01 }, tied: false, unitDecoder: true },
    prefixes: [{ latents: 6, weight: 1 }],
  })
  expect(training!.optimizer).toEqual({
    ...{ learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: 'constant', warmUpSteps: 0, totalSteps: 1 },
  })
  expect(training!.batchSize).toBe(1024)
  expect(training!.inputs.features).toEqual({ kind: 'independent', probability: 0.1 })
})

test('members may have rules and rates of their own', () => {
  const trainings = defineDictionaries({
    ...description,
    members: [
      { seed: 1, rule: { kind: 'batch-top-k', activeCount: 1.8 } },
      { seed: 2, count: 2, learningRate: 0.1 },
    ],
  })
  expect(trainings.map(({ model, optimizer }) => [model.rule.kind, optimizer.learningRate])).toEqual([
    ['batch-top-k', 0.001],
    ['l1', 0.1],
    ['l1', 0.1],
  ])
})

test('directions at right angles are that, and of length 1', () => {
  const { rows, columns, values } = defineDictionaries(description)[0]!.inputs.directions
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < rows; b++) {
      let product = 0
      for (let i = 0; i < columns; i++) product += values[a * columns + i]! * values[b * columns + i]!
      expect(product).toBeCloseTo(a === b ? 1 : 0, 12)
    }
  }
})

describe('what is wrong is named by its field', () => {
  const { inputs, model } = description
  const rule = (value: unknown) => ({ ...description, model: { ...model, rule: value } })
  test.each([
    [{ ...description, steps: -1 }, 'invalid steps: -1; expected an integer ≥ 0'],
    [{ ...description, step: 1 }, 'invalid step: an unknown field; expected steps'],
    [{ ...description, members: [] }, 'invalid members: an array of 0; expected at least one member'],
    [{ ...description, members: { seed: -1 } }, 'invalid members.seed: -1; expected an integer from 0 to 2^53 - 1'],
    [{ ...description, members: [{ seed: 1 }, 3] }, 'invalid members[1]: 3; expected a member'],
    [rule({ kind: 'l2' }), 'invalid model.rule.kind: "l2"; expected one of l1, top-k'],
    [rule({ kind: 'l1', sparsity: -1 }), 'invalid model.rule.sparsity: -1; expected a number ≥ 0'],
    [rule({ kind: 'l1', sparsity: 1, activeCount: 2 }), 'invalid model.rule.activeCount: an unknown field'],
    [
      rule({ kind: 'top-k', activeCount: 1.5 }),
      'invalid model.rule.activeCount: 1.5; expected an integer from 1, at most 6',
    ],
    [
      rule({ kind: 'batch-top-k', activeCount: 7 }),
      'invalid model.rule.activeCount: 7; expected a number > 0, at most 6',
    ],
    [rule({ kind: 'jump-relu', sparsity: 1, bandwidth: 0 }), 'invalid model.rule.bandwidth: 0; expected a number > 0'],
    [
      { ...description, model: { ...model, prefixes: [{ latents: 4 }, { latents: 2 }] } },
      'invalid model.prefixes: 4, 2; expected ascending numbers of latents up to 6, all of them',
    ],
    [
      { ...description, inputs: { ...inputs, features: { probability: 2 } } },
      'invalid inputs.features.probability: 2; expected a number from 0 to 1, or 3 of them',
    ],
    [
      { ...description, inputs: { ...inputs, directions: { kind: 'orthonormal', featureCount: 5, inputSize: 4 } } },
      'invalid inputs.directions.featureCount: 5; expected at most inputSize, 4',
    ],
    [
      { ...description, inputs: { ...inputs, directions: { rows: 2, columns: 2, values: [1, 2, 3] } } },
      'invalid inputs.directions: an object; expected rows and columns ≥ 1',
    ],
    [
      { ...description, inputs: { ...inputs, bias: [1] } },
      'invalid inputs.bias: an array of 1; expected 4 finite numbers',
    ],
    [
      { ...description, optimizer: { schedule: { kind: 'linear' } } },
      'invalid optimizer.schedule.totalSteps: nothing; expected an integer ≥ 1',
    ],
    [
      { ...description, members: { seed: 1, start: { decoder: { rows: 1, columns: 1, values: [1] } } } },
      'invalid members.start.decoder: 1 × 1; expected 6 × 4',
    ],
  ])('%#', (wrong, message) => {
    expect(() => defineDictionaries(wrong as DictionariesDescription)).toThrow(message)
    expect(() => defineDictionaries(wrong as DictionariesDescription)).toThrow(InvalidDictionaryError)
  })

  test('all of it at once', () => {
    const wrong = { ...description, steps: 'ten', batchSize: 0 } as unknown as DictionariesDescription
    expect(() => defineDictionaries(wrong)).toThrow(/batchSize[\s\S]*steps/)
  })
})
