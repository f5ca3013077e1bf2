/**
 * One array of numpy (`.npy`, versions 1 to 3): read in either byte order and either axis order, written as version 1.
 * Objects, text and complex numbers are refused; nothing in the file is executed.
 */
import { reversed, strided } from './element-order.js'
import { elementCount, type FileTensor, type TensorValues, tensorBytes } from './file-tensor.js'
import { float16ToFloat32 } from './half-precision.js'
import { InvalidFileError } from './invalid-file.js'
import { integersAsFloat64 } from './safetensors-dtypes.js'

/** numpy's letter for the kind of number and its width in bytes, to values from a buffer that holds nothing else. */
const decoders: ReadonlyMap<string, (buffer: ArrayBuffer) => TensorValues> = new Map<
  string,
  (buffer: ArrayBuffer) => TensorValues
>([
  ['f2', (buffer) => float16ToFloat32(new Uint16Array(buffer))],
  ['f4', (buffer) => new Float32Array(buffer)],
  ['f8', (buffer) => new Float64Array(buffer)],
  ['i1', (buffer) => new Int8Array(buffer)],
  ['u1', (buffer) => new Uint8Array(buffer)],
  ['b1', (buffer) => new Uint8Array(buffer)],
  ['i2', (buffer) => new Int16Array(buffer)],
  ['u2', (buffer) => new Uint16Array(buffer)],
  ['i4', (buffer) => new Int32Array(buffer)],
  ['u4', (buffer) => new Uint32Array(buffer)],
  ['i8', (buffer) => integersAsFloat64(new BigInt64Array(buffer))],
  ['u8', (buffer) => integersAsFloat64(new BigUint64Array(buffer))],
])

/** As numpy itself: a longer header is no header. */
const maximumHeaderBytes = 10_000

export function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === 'NUMPY'
}

/**
 * The numbers of a `.npy` file. float16 becomes float32, 64-bit integers float64, Fortran order row-major.
 *
 * @param file the file's name, for the message.
 * @param field where in the file the array is, for the message.
 * @throws {InvalidFileError} when it is no whole `.npy` array of numbers, or has a 64-bit integer beyond ±(2⁵³ − 1).
 */
export function readNpy(bytes: Uint8Array, file: string, field = 'array'): FileTensor {
  const refuse = (part: string, reason: string): never => {
    throw new InvalidFileError(file, `${field}${part}`, reason)
  }
  if (!isNpy(bytes) || bytes.length < 12) return refuse('', 'not a readable .npy array: no NUMPY header')
  const version = bytes[6]!
  if (version < 1 || version > 3) return refuse('.version', `${version}; expected 1, 2 or 3`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const begin = version === 1 ? 10 : 12
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (headerLength > Math.min(maximumHeaderBytes, bytes.length - begin)) {
    return refuse('.header', `${headerLength} bytes; expected at most ${Math.min(maximumHeaderBytes, bytes.length)}`)
  }
  const header = new TextDecoder('latin1').decode(bytes.subarray(begin, begin + headerLength))
  const type = /'descr': *'([<>|=]?)(\w+)'/.exec(header)
  const decode = type === null ? undefined : decoders.get(type[2]!)
  if (decode === undefined) {
    const found = type?.[2] ?? /'descr': *([^,}]*)/.exec(header)?.[1]?.slice(0, 40) ?? 'missing'
    return refuse('.dtype', `${found}; expected numbers: ${[...decoders.keys()].join(', ')}`)
  }
  const shape = shapeIn(header)
  const count = shape === undefined ? undefined : elementCount(shape)
  if (shape === undefined || count === undefined) {
    return refuse('.shape', `${/'shape': *(\([^)]*\)?)/.exec(header)?.[1] ?? 'missing'}; expected integers ≥ 0`)
  }
  const bytesPerNumber = Number(type![2]!.slice(1))
  const content = bytes.subarray(begin + headerLength)
  if (content.length !== count * bytesPerNumber) {
    const found = Math.floor(content.length / bytesPerNumber)
    return refuse('', `${found} numbers; expected ${count} for the shape [${shape}]`)
  }
  try {
    const buffer = content.slice().buffer as ArrayBuffer
    const values = decode(type![1] === '>' ? reversed(buffer, bytesPerNumber) : buffer)
    return { shape, values: /'fortran_order': *True/.test(header) ? rowMajor(values, shape) : values }
  } catch (cause) {
    if (cause instanceof RangeError) return refuse('', cause.message)
    throw cause
  }
}

/** The bytes of a `.npy` file, version 1, row-major, little-endian. */
export function writeNpy({ shape, values }: FileTensor): Uint8Array {
  const kind = values instanceof Float32Array || values instanceof Float64Array ? 'f' : letterOf(values)
  const order = values.BYTES_PER_ELEMENT === 1 ? '|' : '<'
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const fields = `{'descr': '${order}${kind}${values.BYTES_PER_ELEMENT}', 'fortran_order': False, 'shape': (${axes}), }`
  const length = Math.ceil((10 + fields.length + 1) / 64) * 64 - 10
  const header = new TextEncoder().encode(`${fields.padEnd(length - 1)}\n`)
  const bytes = new Uint8Array(10 + length + values.byteLength)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8])
  bytes.set(header, 10)
  bytes.set(tensorBytes(values), 10 + length)
  return bytes
}

function letterOf(values: TensorValues): string {
  return values instanceof Int32Array || values instanceof Int16Array || values instanceof Int8Array ? 'i' : 'u'
}

function shapeIn(header: string): number[] | undefined {
  const axes = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1]
  return axes
    ?.split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number)
}

/** Numbers whose first axis runs fastest, rearranged so that the last one does. */
function rowMajor(values: TensorValues, shape: readonly number[]): TensorValues {
  let step = 1
  const strides = shape.map((axis) => {
    const stride = step
    step *= axis
    return stride
  })
  return strided(values, shape, strides, 0)
}
