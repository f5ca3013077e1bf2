/**
 * npz, the archive of arrays that numpy reads and writes (`numpy.load`, `numpy.savez`, `numpy.savez_compressed`).
 * Written uncompressed and with a fixed time stamp: same arrays, same bytes. Read with limits, since a small archive may
 * claim to hold anything. The archive's check sums are not looked at; a run's own hashes are the proof of wholeness.
 */
import { unzipSync, zipSync } from 'fflate'
import { type DType, dump, type NpyArray, parse } from 'npyjs'
import { checkTensor, elementCount, type FileTensor, type FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { integersAsFloat64 } from './safetensors-dtypes.js'

export interface NpzLimits {
  /** Bytes of all arrays together once unpacked, an integer ≥ 0. Default 2³¹. */
  readonly maximumBytes?: number
  /** Arrays in the archive, an integer ≥ 0. Default 10 000. */
  readonly maximumArrays?: number
}

/**
 * The bytes of an npz archive, arrays in ascending order of their names.
 *
 * @throws {ShapeError} when an array's numbers do not fill its shape.
 */
export function writeNpz(arrays: FileTensors): Uint8Array<ArrayBuffer> {
  const files: Record<string, Uint8Array> = Object.create(null)
  for (const name of Object.keys(arrays).sort()) {
    const array = arrays[name]!
    checkTensor(array, name)
    files[`${name}.npy`] = new Uint8Array(dump(array.values, [...array.shape]))
  }
  // The day of numpy's own archives. Zip keeps local time, so local noon gives the same bytes in every time zone.
  return new Uint8Array(zipSync(files, { level: 0, mtime: new Date(1980, 0, 1, 12), os: 3 }))
}

/**
 * The arrays of an npz archive, compressed or not. float16 becomes float32, 64-bit integers float64, Fortran order row-major.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when it is no zip archive, an entry is not a whole `.npy` array of little-endian numbers,
 * two entries have one name, or the unpacked sizes exceed the limits (checked before unpacking) or are not as declared.
 */
export function readNpz(bytes: Uint8Array, file: string, limits: NpzLimits = {}): FileTensors {
  const entries = unpack(bytes, file, limits)
  return Object.fromEntries([...entries].map(([name, entry]) => [name, readArray(name, entry, file)]))
}

function unpack(bytes: Uint8Array, file: string, limits: NpzLimits): Map<string, Uint8Array<ArrayBuffer>> {
  const { maximumBytes = 2 ** 31, maximumArrays = 10_000 } = limits
  const sizes = new Map<string, number>()
  let total = 0
  const admit = (entry: { readonly name: string; readonly originalSize: number; readonly size: number }): boolean => {
    const refuse = (field: string, reason: string): never => {
      throw new InvalidFileError(file, field, reason)
    }
    if (!entry.name.endsWith('.npy')) refuse(`entry ${JSON.stringify(entry.name)}`, 'expected a name that ends in .npy')
    if (sizes.has(entry.name)) refuse(`entry ${JSON.stringify(entry.name)}`, 'appears twice')
    sizes.set(entry.name, entry.originalSize)
    if (sizes.size > maximumArrays) refuse('archive', `more than ${maximumArrays} arrays`)
    total += entry.originalSize
    if (total > maximumBytes) {
      refuse('archive', `unpacks to ${total} bytes or more; expected at most ${maximumBytes}`)
    }
    if (entry.size > bytes.length) refuse(`entry ${JSON.stringify(entry.name)}`, 'longer than the archive')
    return true
  }
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes, { filter: admit })
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    throw new InvalidFileError(file, 'archive', `not a whole zip archive: ${messageOf(cause)}`, { cause })
  }
  const entries = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const [name, size] of sizes) {
    const content = files[name]
    if (content?.length !== size) {
      throw new InvalidFileError(
        file,
        `entry ${JSON.stringify(name)}`,
        `unpacks to ${content?.length ?? 0} bytes; it declares ${size}`,
      )
    }
    entries.set(name.slice(0, -'.npy'.length), new Uint8Array(content))
  }
  return entries
}

function readArray(name: string, entry: Uint8Array<ArrayBuffer>, file: string): FileTensor {
  const field = `array ${JSON.stringify(name)}`
  let array: NpyArray
  try {
    array = parse(entry.buffer)
  } catch (cause) {
    throw new InvalidFileError(file, field, `not a readable .npy array: ${messageOf(cause)}`, { cause })
  }
  const count = elementCount(array.shape)
  if (count === undefined) throw new InvalidFileError(file, `${field}.shape`, `[${array.shape}]; expected integers ≥ 0`)
  const values = numbersOf(array, field, file)
  if (values.length !== count) {
    throw new InvalidFileError(
      file,
      field,
      `${values.length} numbers; expected ${count} for the shape [${array.shape}]`,
    )
  }
  return { shape: array.shape, values: array.fortranOrder ? rowMajor(values, array.shape) : values }
}

const numberTypes: ReadonlySet<DType> = new Set<DType>([
  'f2',
  'f4',
  'f8',
  'i1',
  'u1',
  'i2',
  'u2',
  'i4',
  'u4',
  'i8',
  'u8',
])

function numbersOf({ data, dtype }: NpyArray, field: string, file: string): FileTensor['values'] {
  if (!numberTypes.has(dtype)) {
    throw new InvalidFileError(file, `${field}.dtype`, `${dtype}; expected ${[...numberTypes].join(', ')}`)
  }
  if (!(data instanceof BigInt64Array) && !(data instanceof BigUint64Array)) return data as FileTensor['values']
  try {
    return integersAsFloat64(data)
  } catch (cause) {
    throw new InvalidFileError(file, field, messageOf(cause), { cause })
  }
}

/** Numbers whose first axis runs fastest, rearranged so that the last one does. */
function rowMajor(values: FileTensor['values'], shape: readonly number[]): FileTensor['values'] {
  const result = values.slice()
  const index = shape.map(() => 0)
  for (let to = 0; to < values.length; to++) {
    let from = 0
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + index[axis]!
    result[to] = values[from]!
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++
      if (index[axis]! < shape[axis]!) break
      index[axis] = 0
    }
  }
  return result
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
