/**
 * Fixed samples, written as safetensors, read from any file of tensors, in either of two forms. Sparse, as we write them: `offsets` [batch, sample + 1] counting
 * from 0 in each batch, `features` [entry] and `values` [entry] of all batches one after the other, the number of features
 * in the metadata (`featureCount`). Dense, as anyone can make them: one tensor `samples` [batch, sample, feature] or
 * [sample, feature], zeros standing for inactive features.
 */
import { fromDense, type SparseBatch } from '@digon/data'
import { elementCount, type FileTensor, type FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { readTensors } from './read-tensors.js'
import { writeSafetensors } from './write-safetensors.js'

/**
 * The bytes of a batches file, in the sparse form.
 *
 * @throws {RangeError} when there is no batch, or the batches differ in sample or feature count.
 */
export function writeBatches(batches: readonly SparseBatch[]): Uint8Array<ArrayBuffer> {
  const { sampleCount, featureCount } = batches[0] ?? { sampleCount: 0, featureCount: 0 }
  if (batches.length === 0) throw new RangeError('invalid batches: none; expected at least one')
  const odd = batches.findIndex((batch) => batch.sampleCount !== sampleCount || batch.featureCount !== featureCount)
  if (odd >= 0) {
    throw new RangeError(
      `invalid batches[${odd}]: expected ${sampleCount} samples of ${featureCount} features, as in 0`,
    )
  }
  const entryCount = batches.reduce((sum, batch) => sum + batch.offsets[sampleCount]!, 0)
  const offsets = new Uint32Array(batches.length * (sampleCount + 1))
  const features = new Uint32Array(entryCount)
  const values = new Float32Array(entryCount)
  let entry = 0
  for (const [index, batch] of batches.entries()) {
    const length = batch.offsets[sampleCount]!
    offsets.set(batch.offsets.subarray(0, sampleCount + 1), index * (sampleCount + 1))
    features.set(batch.features.subarray(0, length), entry)
    values.set(batch.values.subarray(0, length), entry)
    entry += length
  }
  return writeSafetensors(
    {
      offsets: { shape: [batches.length, sampleCount + 1], values: offsets },
      features: { shape: [entryCount], values: features },
      values: { shape: [entryCount], values },
    },
    { digon: 'batches', featureCount: String(featureCount) },
  )
}

/**
 * The batches of a batches file, sparse or dense. Whether they fit an ensemble's batch size is for the ensemble to check.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the file is not whole, in neither form, or its offsets and features do not make batches.
 */
export function readBatches(bytes: Uint8Array, file: string): readonly SparseBatch[] {
  const { tensors, metadata } = readTensors(bytes, file)
  if (tensors.samples !== undefined) return readDense(tensors.samples, file)
  // `digon sample` keeps the shape [sample, feature] beside one batch, as an archive of numpy has no metadata.
  const { shape } = tensors
  const featureCount = metadata.featureCount ?? (shape?.values.length === 2 ? String(shape.values[1]) : undefined)
  return readSparse(tensors, featureCount, file)
}

function readDense({ shape, values }: FileTensor, file: string): readonly SparseBatch[] {
  const [batchCount, sampleCount, featureCount] = shape.length === 2 ? [1, ...shape] : shape
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0)) {
    const expected = 'expected [batch, sample, feature] or [sample, feature], axes ≥ 1'
    throw new InvalidFileError(file, 'tensor "samples".shape', `[${shape}]; ${expected}`)
  }
  const size = sampleCount! * featureCount!
  return Array.from({ length: batchCount! }, (_, batch) => {
    return fromDense(values.subarray(batch * size, (batch + 1) * size), sampleCount!, featureCount!)
  })
}

function readSparse(tensors: FileTensors, featureCountText: string | undefined, file: string): readonly SparseBatch[] {
  const { features, values } = tensors
  const offsets = tensors.offsets?.shape.length === 1 ? oneBatch(tensors.offsets) : tensors.offsets
  if (!(offsets?.values instanceof Uint32Array) || offsets.shape.length !== 2 || offsets.shape.includes(0)) {
    const expected = 'expected U32 [batch, sample + 1] or [sample + 1], or dense "samples" instead'
    throw new InvalidFileError(file, 'tensor "offsets"', expected)
  }
  if (!(features?.values instanceof Uint32Array) || features.shape.length !== 1) {
    throw new InvalidFileError(file, 'tensor "features"', 'expected U32 [entry]')
  }
  if (!(values?.values instanceof Float32Array) || values.shape.length !== 1) {
    throw new InvalidFileError(file, 'tensor "values"', 'expected F32 [entry]')
  }
  const featureCount = /^\d+$/.test(featureCountText ?? '') ? Number(featureCountText) : 0
  if (elementCount([featureCount]) === undefined || featureCount < 1) {
    throw new InvalidFileError(
      file,
      '__metadata__.featureCount',
      `${featureCountText ?? 'missing'}; expected an integer ≥ 1`,
    )
  }
  const [batchCount, offsetCount] = offsets.shape as [number, number]
  const batches: SparseBatch[] = []
  let entry = 0
  for (let index = 0; index < batchCount; index++) {
    const own = offsets.values.slice(index * offsetCount, (index + 1) * offsetCount)
    const end = entry + own[offsetCount - 1]!
    const batch: SparseBatch = {
      sampleCount: offsetCount - 1,
      featureCount,
      offsets: own,
      features: features.values.slice(entry, end),
      values: values.values.slice(entry, end),
    }
    checkBatch(batch, index, file)
    batches.push(batch)
    entry = end
  }
  if (entry !== features.values.length || entry !== values.values.length) {
    const found = `${features.values.length} features and ${values.values.length} values`
    throw new InvalidFileError(file, 'entries', `${found}; the offsets account for ${entry}`)
  }
  return batches
}

function oneBatch({ shape, values }: FileTensor): FileTensor {
  return { shape: [1, ...shape], values }
}

function checkBatch({ sampleCount, featureCount, offsets, features }: SparseBatch, index: number, file: string): void {
  const refuse = (reason: string): never => {
    throw new InvalidFileError(file, `batch ${index}`, reason)
  }
  if (offsets[0] !== 0) refuse(`offsets begin at ${offsets[0]}; expected 0`)
  for (let sample = 0; sample < sampleCount; sample++) {
    if (offsets[sample + 1]! < offsets[sample]!) refuse(`offsets fall after sample ${sample}; expected them to ascend`)
  }
  if (offsets[sampleCount] !== features.length) refuse(`${features.length} entries; expected ${offsets[sampleCount]}`)
  for (let sample = 0; sample < sampleCount; sample++) {
    let previous = -1
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      const feature = features[entry]!
      if (feature <= previous || feature >= featureCount) {
        refuse(`feature ${feature} in sample ${sample}; expected ascending features below ${featureCount}`)
      }
      previous = feature
    }
  }
}
