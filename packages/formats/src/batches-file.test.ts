import { fromDense, type SparseBatch, toDense } from '@digon/data'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBatches, writeBatches } from './batches-file.js'
import type { FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { writeNpz } from './npz.js'
import { writeSafetensors } from './write-safetensors.js'

const batches: fc.Arbitrary<SparseBatch[]> = fc
  .record({
    batches: fc.integer({ min: 1, max: 4 }),
    samples: fc.integer({ min: 1, max: 5 }),
    features: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ batches, samples, features }) => {
    const length = samples * features
    const dense = fc.array(fc.oneof(fc.constant(0), fc.float({ noNaN: true })), {
      minLength: length,
      maxLength: length,
    })
    return fc.array(
      dense.map((numbers) => fromDense(numbers, samples, features)),
      { minLength: batches, maxLength: batches },
    )
  })

test('sparse batches are read back exactly, empty samples included', () => {
  fc.assert(
    fc.property(batches, (written) => {
      expect(readBatches(writeBatches(written), 'x')).toEqual(written)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('the one batch that `digon sample` writes as npz is read back, the shape [sample, feature] beside it', () => {
  const batch = fromDense([0, 0.5, 0, 1, 0, 2], 2, 3)
  const archive = writeNpz({
    offsets: { shape: [3], values: batch.offsets },
    features: { shape: [3], values: batch.features },
    values: { shape: [3], values: batch.values },
    shape: { shape: [2], values: new Uint32Array([2, 3]) },
  })
  expect(readBatches(archive, 'own.npz')).toEqual([batch])
})

test('a dense file of any number type, with or without a batch axis, is read as sparse batches', () => {
  const samples = { shape: [2, 2, 3], values: new Float64Array([0, 0.5, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3]) }
  const [first, second] = readBatches(writeSafetensors({ samples }), 'x') as [SparseBatch, SparseBatch]
  expect([...first.offsets]).toEqual([0, 1, 3])
  expect([...first.features]).toEqual([1, 0, 2])
  expect([...toDense(first)]).toEqual([0, 0.5, 0, 1, 0, 2])
  expect([...toDense(second)]).toEqual([0, 0, 0, 0, 0, 3])
  const one = readBatches(writeSafetensors({ samples: { shape: [1, 2], values: new Int8Array([0, -1]) } }), 'x')
  expect(one).toEqual([fromDense([0, -1], 1, 2)])
})

test('batches of unequal size cannot be written together', () => {
  expect(() => writeBatches([])).toThrow('invalid batches: none')
  expect(() => writeBatches([fromDense([1], 1, 1), fromDense([1, 1], 1, 2)])).toThrow('invalid batches[1]: expected 1')
})

describe('a lying batches file is refused', () => {
  const u32 = (shape: number[], ...values: number[]) => ({ shape, values: new Uint32Array(values) })
  const f32 = (...values: number[]) => ({ shape: [values.length], values: new Float32Array(values) })
  const whole = { offsets: u32([2, 3], 0, 1, 2, 0, 0, 1), features: u32([3], 0, 1, 1), values: f32(1, 2, 3) }
  const cases: readonly [what: string, tensors: FileTensors, featureCount: string, message: string][] = [
    [
      'no offsets',
      { ...whole, offsets: f32(1) },
      '2',
      'tensor "offsets": expected U32 [batch, sample + 1] or [sample + 1], or dense',
    ],
    ['no batch', { ...whole, offsets: u32([0, 3]) }, '2', 'tensor "offsets"'],
    ['signed features', { ...whole, features: { shape: [3], values: new Int32Array(3) } }, '2', 'tensor "features"'],
    ['float64 values', { ...whole, values: { shape: [3], values: new Float64Array(3) } }, '2', 'tensor "values"'],
    ['no feature count', whole, '', '__metadata__.featureCount'],
    ['a feature count of 0', whole, '0', '__metadata__.featureCount: 0; expected an integer ≥ 1'],
    ['a feature out of range', whole, '1', 'batch 0: feature 1 in sample 1; expected ascending features below 1'],
    ['offsets that do not begin at 0', { ...whole, offsets: u32([1, 2], 1, 3) }, '2', 'batch 0: offsets begin at 1'],
    ['offsets that fall', { ...whole, offsets: u32([1, 3], 0, 4, 3) }, '2', 'batch 0: offsets fall after sample 1'],
    ['offsets beyond the entries', { ...whole, offsets: u32([1, 2], 0, 4e9) }, '2', '3 entries; expected 4000000000'],
    ['entries left over', { ...whole, offsets: u32([1, 2], 0, 1) }, '2', 'the offsets account for 1'],
    ['more values than features', { ...whole, values: f32(1, 2, 3, 4) }, '2', '3 features and 4 values'],
    ['a feature twice', { ...whole, offsets: u32([1, 2], 0, 3) }, '2', 'feature 1 in sample 0'],
    ['dense samples without an axis', { samples: f32(1) }, '2', 'tensor "samples".shape: [1]'],
    ['dense samples without numbers', { samples: { shape: [1, 0, 3], values: new Float32Array(0) } }, '2', '[1,0,3]'],
  ]
  test.each(cases)('%s', (_, tensors, featureCount, message) => {
    const read = (): unknown => readBatches(writeSafetensors(tensors, { featureCount }), 'b.safetensors')
    expect(read).toThrow(InvalidFileError)
    expect(read).toThrow(message)
  })
})
