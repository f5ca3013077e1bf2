import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import type { EnsembleDescription, InitializationDescription } from './ensemble-description.js'
import { InvalidEnsembleError } from './ensemble-problems.js'

const model = { featureCount: 3, hiddenSize: 2 }

/** Messages for an initialization, without `invalid members.initialization`. */
function messages(initialization: unknown, description: Partial<EnsembleDescription> = {}): string[] {
  const data = { probability: 0.1 }
  const members = { seed: 1, data, ...(initialization !== undefined && { initialization }) }
  try {
    defineEnsemble({ model, ...description, members } as EnsembleDescription)
  } catch (error) {
    if (!(error instanceof InvalidEnsembleError)) throw error
    return error.message.split('\n').map((line) => line.replace('invalid members.initialization', ''))
  }
  return []
}

function complete(initialization: InitializationDescription): unknown {
  return defineEnsemble({ model, members: { seed: 1, data: { probability: 0.1 }, initialization } }).members[0]!
    .initialization
}

test('fans, radius and bias have defaults', () => {
  expect(complete({ kind: 'xavier-normal' })).toEqual({ kind: 'xavier-normal', fanIn: 3, fanOut: 2 })
  expect(complete({ kind: 'xavier-normal', fanOut: 40 })).toEqual({ kind: 'xavier-normal', fanIn: 3, fanOut: 40 })
  expect(complete({ kind: 'polygon', corners: 3 })).toEqual({ kind: 'polygon', corners: 3, radius: 1, bias: 0 })
})

test('numbers of an initialization have ranges', () => {
  expect(messages({ kind: 'xavier-normal', fanIn: 0 })).toEqual(['.fanIn: 0; expected a finite number > 0'])
  expect(messages({ kind: 'normal', deviation: -1 })).toEqual(['.deviation: -1; expected a finite number ≥ 0'])
  expect(messages({ kind: 'normal' })).toEqual(['.deviation: nothing; expected a finite number ≥ 0'])
  expect(messages({ kind: 'polygon', corners: 1 })).toEqual(['.corners: 1; expected an integer ≥ 2'])
  expect(messages({ kind: 'xavier' })).toEqual([
    '.kind: "xavier"; expected one of xavier-normal, normal, polygon, given',
  ])
})

test('a polygon needs a tied autoencoder of two hidden dimensions, its corners features, and its bias an output bias', () => {
  const polygon = { kind: 'polygon', corners: 3, bias: -0.1 }
  const refused = ['.kind: "polygon"; expected another kind: a polygon needs a tied autoencoder with hiddenSize ≥ 2']
  expect(messages(polygon)).toEqual([])
  expect(messages(polygon, { model: { ...model, tied: false } })).toEqual(refused)
  expect(messages(polygon, { model: { ...model, hiddenSize: 1 } })).toEqual(refused)
  expect(messages(polygon, { model: { ...model, outputBias: false } })).toEqual([
    '.bias: -0.1; expected 0, as the model has no output bias',
  ])
  expect(messages({ kind: 'polygon', corners: 4 })).toEqual([
    '.corners: 4; expected an integer from 2 to 3, the features there are',
  ])
})

const weights = { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] }
const bias = { shape: [3], values: [1, 2, 3] }
const given = (parameters: object) => ({ kind: 'given', parameters })

test('given parameters must have the names, shapes and sizes of the model, and hold finite float32', () => {
  expect(messages(given({ weights, bias }))).toEqual([])
  expect(messages(given({ weights }))).toEqual(['.parameters.bias: nothing; expected a tensor of shape [3]'])
  expect(messages(given({ weights, bias, hiddenBias: bias }))).toEqual([
    '.parameters.hiddenBias: an unknown parameter; expected only weights, bias',
  ])
  expect(messages(given({ weights: { ...weights, shape: [2, 3] }, bias }))).toEqual([
    '.parameters.weights.shape: [2, 3]; expected [3, 2]',
  ])
  expect(messages(given({ weights: { ...weights, values: [1, 2, 3] }, bias }))).toEqual([
    '.parameters.weights.values: 3 numbers; expected 6',
  ])
  expect(messages(given({ weights, bias: { shape: [3], values: [0, 1e39, 0] } }))).toEqual([
    '.parameters.bias.values[1]: 1e+39; expected a number that float32 can hold',
  ])
  expect(messages(given({ weights, bias: { shape: [3], values: new Float32Array([0, 0, Number.NaN]) } }))).toEqual([
    '.parameters.bias.values[2]: NaN; expected a number that float32 can hold',
  ])
})

test('given lists become float64, and typed arrays stay what they are', () => {
  const typed = new Float32Array(6)
  expect(complete({ kind: 'given', parameters: { bias, weights: { shape: [3, 2], values: typed } } })).toEqual({
    kind: 'given',
    parameters: {
      weights: { shape: [3, 2], values: typed },
      bias: { shape: [3], values: new Float64Array([1, 2, 3]) },
    },
  })
})

test('a custom model must say where it starts', () => {
  const custom = { kind: 'custom', name: 'deep', featureCount: 3, parameters: { first: [3, 4] } } as const
  expect(messages(undefined, { model: custom })).toEqual([
    ': nothing; expected an initialization; a custom model has no default',
  ])
  expect(messages({ kind: 'xavier-normal', fanIn: 3 }, { model: custom })).toEqual([
    '.fanOut: nothing; expected a number > 0; a custom model has no default',
  ])
  expect(messages({ kind: 'normal', deviation: 0.1 }, { model: custom })).toEqual([])
  expect(messages({ kind: 'normal', deviation: 0.1 }, { model: { ...custom, parameters: {} } })).toEqual([
    'invalid model.parameters: no parameters; expected at least one',
  ])
})

test('given parameters with a member axis give each member its own, those of one member are for all', () => {
  const weights = { shape: [2, 3, 2], values: Float32Array.from({ length: 12 }, (_, k) => k) }
  const bias = { shape: [1, 3], values: new Float32Array([7, 8, 9]) }
  const initialization: InitializationDescription = { kind: 'given', parameters: { weights, bias } }
  const data = { probability: 0.1 }
  const descriptions: readonly EnsembleDescription[] = [
    { model, shared: { data, initialization }, members: { count: 2, seed: 1 } },
    { model, shared: { data, initialization }, members: [{ seed: 1 }, { seed: 2 }] },
    { model, shared: { data }, members: { count: 2, seed: 1, initialization } },
  ]
  for (const description of descriptions) {
    const given = defineEnsemble(description).members.map((member) => member.initialization)
    expect(given).toEqual([
      {
        kind: 'given',
        parameters: {
          weights: { shape: [3, 2], values: new Float32Array([0, 1, 2, 3, 4, 5]) },
          bias: { shape: [3], values: new Float32Array([7, 8, 9]) },
        },
      },
      {
        kind: 'given',
        parameters: {
          weights: { shape: [3, 2], values: new Float32Array([6, 7, 8, 9, 10, 11]) },
          bias: { shape: [3], values: new Float32Array([7, 8, 9]) },
        },
      },
    ])
  }
})

test('given parameters of another number of members are refused with what would be right', () => {
  const weights = { shape: [3, 3, 2], values: new Float32Array(18) }
  const bias = { shape: [3], values: new Float32Array(3) }
  const initialization: InitializationDescription = { kind: 'given', parameters: { weights, bias } }
  const members = { count: 2, seed: 1, data: { probability: 0.1 }, initialization }
  expect(() => defineEnsemble({ model, members })).toThrow(
    'parameters.weights.shape: [3, 3, 2]; expected [3, 2], or [2, 3, 2], one for each member',
  )
})
