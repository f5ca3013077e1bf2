import { type AutoencoderModel, type Parameters, parameterShapes } from '@digon/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidFileError } from './invalid-file.js'
import { writeNpz } from './npz.js'
import { officialTensors, readWeights, readWeightsOf, writeWeights } from './official-layout.js'
import { readSafetensors } from './read-safetensors.js'
import { writeSnapshot } from './snapshot-file.js'
import { writeSafetensors } from './write-safetensors.js'

const untied: AutoencoderModel = {
  kind: 'autoencoder',
  featureCount: 3,
  hiddenSize: 2,
  hiddenActivation: 'relu',
  outputActivation: 'relu',
  tied: false,
  outputBias: true,
  hiddenBias: true,
}

const custom = { kind: 'custom', name: 'mine', featureCount: 3, parameters: { W: [2], weights: [1, 1] } } as const

/** Numbers 0, 1, 2, … in the shape. */
function counting(...shape: number[]): Parameters[string] {
  const length = shape.reduce((product, axis) => product * axis, 1)
  return { shape, values: Float32Array.from({ length }, (_, k) => k) }
}

const parameters: Parameters = {
  weights: counting(4, 3, 2),
  outputWeights: counting(4, 2, 3),
  bias: counting(4, 3),
  hiddenBias: counting(4, 2),
}

test('a weights file has the official names and axes, and is read back under ours', () => {
  const bytes = writeWeights(parameters, untied)
  const { tensors, metadata } = readSafetensors(bytes, 'x')
  expect(metadata).toEqual({ digon: 'weights', layout: 'official' })
  expect(Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))).toEqual({
    W: [4, 3, 2],
    W_out: [4, 2, 3],
    b_final: [4, 3],
    b_hidden: [4, 2],
  })
  expect(tensors.W!.values).toEqual(parameters.weights!.values)
  expect(readWeights(bytes, 'x')).toEqual(parameters)
})

test('float64 weights stay float64', () => {
  const exact: Parameters = { weights: { shape: [1, 1, 1], values: new Float64Array([0.1]) } }
  expect(readWeights(writeWeights(exact, untied), 'x').weights!.values).toEqual(new Float64Array([0.1]))
})

test('parameters of a custom model keep their names, even those of the official notebook', () => {
  const own: Parameters = { W: counting(4, 2), weights: counting(4, 1, 1) }
  expect(readWeightsOf({ model: custom, members: [1, 2, 3, 4] }, writeWeights(own, custom), 'x')).toEqual(own)
})

test('a single model saved in Python, as safetensors or npz, is an ensemble of one', () => {
  const saved = { W: counting(3, 2), b_final: counting(3) }
  const expected = { weights: counting(1, 3, 2), bias: counting(1, 3) }
  expect(readWeights(writeSafetensors(saved), 'x.safetensors')).toEqual(expected)
  expect(readWeights(writeNpz(saved), 'x.npz')).toEqual(expected)
})

test('a checkpoint gives its parameters', () => {
  const snapshot = { step: 7, parameters, firstMoments: {}, secondMoments: {}, diverged: [] }
  expect(readWeights(writeSnapshot(snapshot), 'x')).toEqual(parameters)
})

describe('what a file says of itself in its metadata switches no check off', () => {
  const metadata = fc.dictionary(
    fc.constantFrom('digon', 'layout', 'format', 'step', 'diverged'),
    fc.constantFrom('weights', 'snapshot', 'declared', 'official', 'pt', '0', '[]'),
  )
  const whole = { W: counting(3, 2), b_final: counting(3) }

  test('an official file is read, whatever it says', () => {
    fc.assert(
      fc.property(metadata, (said) => {
        expect(readWeights(writeSafetensors(whole, said), 'w')).toEqual({
          weights: counting(1, 3, 2),
          bias: counting(1, 3),
        })
      }),
    )
  })
  test('a file without weights that fit together is refused, whatever it says', () => {
    const wrong: readonly Parameters[] = [
      { first: counting(1, 3, 2), second: counting(1, 2, 3) },
      { W: counting(1, 3, 2), b_final: counting(1, 2) },
      { 'parameters.weights': counting(1, 3, 2), 'parameters.bias': counting(1, 2) },
      { 'parameters.mine': counting(1, 3) },
    ]
    fc.assert(
      fc.property(metadata, fc.constantFrom(...wrong), (said, tensors) => {
        expect(() => readWeights(writeSafetensors(tensors, said), 'w')).toThrow(InvalidFileError)
      }),
    )
  })
  test('where the model is known, names and shapes are its own, whatever the file says', () => {
    const models = [{ ...untied, tied: true, hiddenBias: false }, custom] as const
    fc.assert(
      fc.property(metadata, fc.constantFrom(...models), (said, model) => {
        const right = Object.fromEntries(
          Object.entries(parameterShapes(model)).map(([name, shape]) => [name, counting(2, ...shape)]),
        )
        const tensors = officialTensors(right, model)
        expect(readWeightsOf({ model, members: [1, 2] }, writeSafetensors(tensors, said), 'w')).toEqual(right)
        for (const [name, { shape }] of Object.entries(tensors)) {
          const { [name]: _, ...others } = tensors
          for (const changed of [
            others,
            { ...tensors, [name]: counting(3, ...shape.slice(1)) },
            { ...tensors, more: counting(2) },
          ]) {
            expect(() => readWeightsOf({ model, members: [1, 2] }, writeSafetensors(changed, said), 'w')).toThrow(
              InvalidFileError,
            )
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('weights that do not belong together are refused', () => {
  const cases: readonly [what: string, tensors: Parameters, message: string][] = [
    ['no W', { b_final: counting(4, 3) }, 'tensor "W": missing'],
    [
      'a name of another layout',
      { W: counting(4, 3, 2), weight: counting(1) },
      'tensor "weight": expected only W, W_out',
    ],
    ['W without a feature axis', { W: counting(3) }, 'tensor "W".shape: [3]; expected [member, feature, hidden]'],
    ['W without members', { W: counting(0, 3, 2) }, 'tensor "W".shape: [0,3,2]'],
    [
      'a bias of other features',
      { W: counting(4, 3, 2), b_final: counting(4, 2) },
      '[4,2]; expected [4,3] beside W [4,3,2]',
    ],
    ['untransposed output weights', { W: counting(4, 3, 2), W_out: counting(4, 3, 2) }, '[4,3,2]; expected [4,2,3]'],
    [
      'a bias of other members',
      { W: counting(3, 2), b_final: counting(1, 3) },
      '[1,1,3]; expected [1,3] beside W [1,3,2]',
    ],
  ]
  test.each(cases)('%s', (_, tensors, message) => {
    const read = (): unknown => readWeights(writeSafetensors(tensors), 'w.safetensors')
    expect(read).toThrow(InvalidFileError)
    expect(read).toThrow(message)
  })

  test('integers', () => {
    const bytes = writeSafetensors({ W: { shape: [1, 1, 1], values: new Int32Array(1) } })
    expect(() => readWeights(bytes, 'w')).toThrow('w: invalid tensor "W": integers; expected floating-point numbers')
  })
})
