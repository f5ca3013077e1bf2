import { matrix, matrixFromRows } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import { expect, test } from 'vitest'
import { defineDictionaries } from './define-dictionaries.js'
import { decode, encode } from './encode.js'
import { createInputSource } from './input-source.js'
import { scoreDictionary } from './score-dictionary.js'
import { selectLargest } from './select-latents.js'
import { openDictionary } from './session.js'
import { trainedDictionary } from './trained-dictionary.js'

const standard: Dictionary = {
  form: 'standard',
  encoder: matrixFromRows([
    [1, 0],
    [0, 1],
    [1, 1],
  ]),
  encoderBias: Float64Array.of(0, -1, 0.5),
  decoder: matrixFromRows([
    [1, 0],
    [0, 2],
    [1, 1],
  ]),
  decoderBias: Float64Array.of(0.5, 0),
  subtractsDecoderBias: true,
}
const inputs = matrixFromRows([
  [1.5, 2],
  [0.5, -3],
])
const codesOf = (dictionary: Dictionary) => {
  const { rows, columns, values } = encode(dictionary, inputs)
  return Array.from({ length: rows }, (_, s) => [...values.subarray(s * columns, (s + 1) * columns)])
}

test('codes by hand, of every form', () => {
  // z of the first sample: 1, 1, 3.5; of the second: 0, −4, −2.5.
  expect(codesOf(standard)).toEqual([
    [1, 1, 3.5],
    [0, 0, 0],
  ])
  expect(codesOf({ ...standard, subtractsDecoderBias: false })[0]).toEqual([1.5, 1, 4])
  expect(codesOf({ ...standard, form: 'top-k', activeCount: 1 })[0]).toEqual([0, 0, 3.5])
  expect(codesOf({ ...standard, form: 'top-k', activeCount: 2 })[0]).toEqual([1, 0, 3.5])
  expect(codesOf({ ...standard, form: 'jump-relu', threshold: Float64Array.of(1, 0.9, 4) })[0]).toEqual([0, 1, 0])
  const magnitude = { scale: Float64Array.of(2, 2, 2), bias: Float64Array.of(0, -10, 0.5) }
  // Gates open by z; magnitudes are 2 u + bias of u = 1, 2, 3.
  expect(codesOf({ ...standard, form: 'gated', magnitude })).toEqual([
    [2, 0, 6.5],
    [0, 0, 0],
  ])
})

test('a reconstruction is the bias and what the codes write', () => {
  expect([...decode(standard, encode(standard, inputs)).values]).toEqual([0.5 + 1 + 3.5, 2 + 3.5, 0.5, 0])
})

test('inputs and codes of another size are refused', () => {
  expect(() => encode(standard, matrixFromRows([[1]]))).toThrow('invalid inputs: 1 columns; expected 2')
  expect(() => decode(standard, matrixFromRows([[1]]))).toThrow('invalid codes: 1 columns; expected 3')
})

test('of equal numbers the first are selected, and nothing that is not positive', () => {
  const selected = (values: readonly number[], count: number) => {
    const active = new Uint8Array(values.length)
    selectLargest(Float32Array.from(values), 0, values.length, count, active)
    return [...active]
  }
  expect(selected([1, 3, 1, 1, 2], 4)).toEqual([1, 1, 1, 0, 1])
  expect(selected([0, -1, 2], 3)).toEqual([0, 0, 1])
  expect(selected([1, 2], 0)).toEqual([0, 0])
})

test('inputs are what the law says: bias and directions of the active features, through the activation', () => {
  const law = {
    features: { kind: 'exactly', activeCount: 1, values: { kind: 'constant', value: 2 } },
    directions: matrixFromRows([
      [1, -1],
      [0, 3],
    ]),
    bias: Float64Array.of(0.5, 0.5),
    activation: 'relu',
  } as const
  const { features, inputs } = createInputSource(law, 4, 0)(7, 50)
  for (let sample = 0; sample < 50; sample++) {
    const expected = features.features[sample] === 0 ? [2.5, 0] : [0.5, 6.5]
    expect([...inputs.values.subarray(2 * sample, 2 * sample + 2)]).toEqual(expected)
  }
})

test('the threshold that batch-top-k becomes keeps its budget on samples of its own', () => {
  const [training] = defineDictionaries({
    inputs: { features: { probability: 0.2 }, directions: { kind: 'random', featureCount: 20, inputSize: 10 } },
    model: { latentCount: 15, rule: { kind: 'batch-top-k', activeCount: 2.3 } },
    batchSize: 64,
    members: { seed: 2 },
    steps: 20,
  })
  const session = openDictionary(training!)
  session.advance(20)
  const dictionary = trainedDictionary(training!, session.parameters())
  expect(dictionary.form).toBe('jump-relu')
  const { activePerSample } = scoreDictionary(dictionary, training!.inputs, { seed: 77, samples: 8192 })
  expect(Math.abs(activePerSample - 2.3)).toBeLessThan(0.1)
})

test('scores of the true directions read by themselves are perfect', () => {
  const truth = matrixFromRows([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ])
  const dictionary: Dictionary = {
    ...{ form: 'standard', encoder: truth, decoder: truth, subtractsDecoderBias: true },
    ...{ encoderBias: new Float64Array(3), decoderBias: new Float64Array(3) },
  }
  const law = {
    features: { kind: 'independent', probability: 0.3 },
    directions: truth,
    activation: 'identity',
  } as const
  const scores = scoreDictionary(dictionary, law, { seed: 1, samples: 2000, pairs: [{ parent: 0, child: 2 }] })
  expect(scores).toMatchObject({
    ...{ meanMaxCosine: 1, meanMatchedCosine: 1, uniqueness: 1, recovered: 3, merged: 0, split: 0, deadLatents: 0 },
    ...{ meanF1: 1, latents: [0, 1, 2] },
    pairs: [{ parent: 0, child: 2, absorptionGap: 0, hedgingDegrees: 0 }],
  })
  expect(scores.explainedVariance).toBeCloseTo(1, 12)
  expect(scores.activePerSample).toBe(scores.activeFeatures)
  expect(() => scoreDictionary(dictionary, law, { seed: 1, pairs: [{ parent: 0, child: 3 }] })).toThrow(
    'invalid pairs[0].child: 3; expected a feature, from 0 to 2',
  )
  // A matrix of no rows is a matrix all the same.
  expect(encode(dictionary, matrix(0, 3, new Float64Array(0))).rows).toBe(0)
})
