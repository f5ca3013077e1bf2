import { fromDense, type SparseBatch } from '@digon/data'
import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import type { EnsembleDescription } from './ensemble-description.js'
import { InvalidEnsembleError } from './ensemble-problems.js'

const batch = fromDense([1, 0, 2, 0, 0, 3], 2, 3)

function describe(...batches: readonly unknown[]): EnsembleDescription {
  const data = { kind: 'batches', batches: batches as SparseBatch[] } as const
  return { model: { featureCount: 3, hiddenSize: 2 }, batchSize: 2, members: { seed: 1, data } }
}

/** The message of a batch that differs from a good one in these fields, without its path. */
function refusal(fields: Partial<Record<keyof SparseBatch, unknown>>): string {
  try {
    defineEnsemble(describe(batch, { ...batch, ...fields }))
  } catch (error) {
    if (error instanceof InvalidEnsembleError) return error.message.replace('invalid members.data.batches[1]', '')
    throw error
  }
  return 'accepted'
}

test('batches of the ensemble’s size are taken as they are, without a copy', () => {
  const { data } = defineEnsemble(describe(batch, fromDense(new Float32Array(6), 2, 3))).members[0]!
  expect(data.kind === 'batches' && data.batches[0]).toBe(batch)
})

test('a batch must have the sizes of the ensemble', () => {
  expect(refusal({ sampleCount: 3 })).toBe('.sampleCount: 3; expected 2, the batchSize')
  expect(refusal({ featureCount: 4 })).toBe('.featureCount: 4; expected 3, as the model')
})

test('a batch must be what a sparse batch is, number by number', () => {
  const wrong: readonly (readonly [Partial<Record<keyof SparseBatch, unknown>>, string])[] = [
    [{ offsets: [0, 2, 3] }, '.offsets: an array of 3; expected a Uint32Array'],
    [{ offsets: new Uint32Array([0, 3]) }, '.offsets: 2 offsets; expected 3'],
    [{ offsets: new Uint32Array([1, 2, 3]) }, '.offsets[0]: 1; expected an integer from 0 to 0'],
    [{ offsets: new Uint32Array([0, 2, 1]) }, '.offsets[2]: 1; expected an integer from 2 to 3'],
    [{ offsets: new Uint32Array([0, 4, 3]) }, '.offsets[1]: 4; expected an integer from 0 to 3'],
    [{ offsets: new Uint32Array([0, 1, 2]) }, '.offsets[2]: 2; expected 3, the number of entries'],
    [{ features: new Uint32Array([0, 3, 2]) }, '.features[1]: 3; expected an integer from 1 to 2'],
    [{ features: new Uint32Array([1, 1, 2]) }, '.features[1]: 1; expected an integer from 2 to 2'],
    [{ features: new Float32Array([0, 1, 2]) }, '.features: a Float32Array; expected a Uint32Array'],
    [{ values: new Float32Array(2) }, '.values: 2 values; expected 3, one for every feature index'],
    [{ values: new Float32Array([1, Number.NaN, 3]) }, '.values[1]: NaN; expected a finite number'],
    [{ values: undefined }, '.values: nothing; expected a Float32Array'],
  ]
  for (const [fields, message] of wrong) expect(refusal(fields)).toBe(message)
})

test('no batches, something else than batches, and unknown fields beside them are refused', () => {
  expect(() => defineEnsemble(describe())).toThrow(
    'invalid members.data.batches: an array of 0; expected a list of at least one batch',
  )
  expect(() => defineEnsemble(describe(batch, null))).toThrow(
    'invalid members.data.batches[1]: null; expected a sparse batch',
  )
  const data = { kind: 'batches', batches: [batch], batchSize: 2 } as const
  expect(() => defineEnsemble({ ...describe(batch), members: { seed: 1, data } })).toThrow(
    'invalid members.data.batchSize: an unknown field; expected kind and batches alone',
  )
})
