import { matrixFromRows } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import { expect, test } from 'vitest'
import { InvalidFileError } from '../invalid-file.js'
import { readSafetensors } from '../read-safetensors.js'
import { openWeights } from './open-weights.js'
import { readSaelensConfig, saelensFeatures, saelensFolder } from './saelens-folder.js'

const standard: Dictionary = {
  form: 'standard',
  encoder: matrixFromRows([
    [1, 2],
    [3, 4],
    [5, 6],
  ]),
  encoderBias: Float64Array.of(0.1, 0.2, 0.3),
  decoder: matrixFromRows([
    [1, 0],
    [0, 1],
    [0.5, -1],
  ]),
  decoderBias: Float64Array.of(7, 8),
  subtractsDecoderBias: true,
}
const textOf = (files: ReadonlyMap<string, Uint8Array>, name: string) => new TextDecoder().decode(files.get(name)!)

test.each([
  { form: 'standard' },
  { form: 'top-k', activeCount: 2 },
  { form: 'jump-relu', threshold: Float64Array.of(0.5, 1, 2) },
  { form: 'gated', magnitude: { scale: Float64Array.of(1, 2, 4), bias: Float64Array.of(-1, 0, 1) } },
] as const)('a dictionary comes back as it was written: $form', (own) => {
  const files = saelensFolder({ ...standard, ...own })
  const opened = openWeights(files.get('sae_weights.safetensors')!, 'sae_weights.safetensors')
  if (opened.kind !== 'dictionary') return expect.unreachable()
  expect(opened.form).toBe(own.form === 'top-k' ? 'standard' : own.form)
  expect([...opened.encoder.values]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...opened.decoder.values]).toEqual([1, 0, 0, 1, 0.5, -1])
  expect([...opened.encoderBias!.values]).toEqual([...Float32Array.of(0.1, 0.2, 0.3)])
  expect([...opened.decoderBias!.values]).toEqual([7, 8])
  if ('threshold' in own) expect([...opened.threshold!.values]).toEqual([0.5, 1, 2])
  if ('magnitude' in own) {
    expect([...opened.magnitudeScale!.values].map(Math.exp).map((value) => Number(value.toFixed(6)))).toEqual([1, 2, 4])
    expect([...opened.magnitudeBias!.values]).toEqual([-1, 0, 1])
  }
  const config = readSaelensConfig(textOf(files, 'cfg.json'), 'cfg.json')
  expect(config.subtractsDecoderBias).toBe(true)
  expect(config.activeCount).toBe('activeCount' in own ? own.activeCount : undefined)
})

test('names and axes are those of SAELens: W_enc [input, latent], W_dec [latent, input]', () => {
  const files = saelensFolder(standard)
  const { tensors } = readSafetensors(files.get('sae_weights.safetensors')!, 'sae_weights.safetensors')
  expect(Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))).toEqual({
    ...{ W_enc: [2, 3], W_dec: [3, 2], b_enc: [3], b_dec: [2] },
  })
  expect([...tensors.W_enc!.values]).toEqual([1, 3, 5, 2, 4, 6])
})

test('true features are read as directions of features', () => {
  const files = saelensFeatures(standard.decoder, Float64Array.of(0, 0), [0.1, 0.2, 0.3])
  const opened = openWeights(files.get('synthetic_model.safetensors')!, 'synthetic_model.safetensors')
  if (opened.kind !== 'model') return expect.unreachable()
  expect(opened.parameters.weights!.shape).toEqual([1, 3, 2])
  expect([...opened.parameters.weights!.values]).toEqual([1, 0, 0, 1, 0.5, -1])
})

test('a configuration of an older version says k among the arguments of its activation', () => {
  const text = '{"activation_fn_str": "topk", "activation_fn_kwargs": {"k": 32}, "apply_b_dec_to_input": false}'
  expect(readSaelensConfig(text, 'cfg.json')).toEqual({
    ...{ architecture: 'standard', activeCount: 32, subtractsDecoderBias: false },
  })
})

test.each([
  ['[]', 'not an object'],
  ['{"k": -1}', 'invalid k: not a number > 0'],
  ['{"k": "two"}', 'invalid k'],
  ['{"apply_b_dec_to_input": 1}', 'invalid apply_b_dec_to_input: not true or false'],
  ['{"architecture": 3}', 'invalid architecture: no name'],
  ['{', 'not JSON'],
])('the configuration %s is refused by its field', (text, message) => {
  expect(() => readSaelensConfig(text, 'cfg.json')).toThrow(message)
  expect(() => readSaelensConfig(text, 'cfg.json')).toThrow(InvalidFileError)
})
