/** Tensors of a torch file: a view with offset and strides on a storage of one number type. */
import { reversed, strided } from '../element-order.js'
import { elementCount, type FileTensor, type TensorValues } from '../file-tensor.js'
import { bfloat16ToFloat32, float16ToFloat32 } from '../half-precision.js'
import { integersAsFloat64 } from '../safetensors-dtypes.js'

/** A number type, by the name of torch's storage class. */
export interface StorageType {
  readonly bytesPerNumber: number
  /** Values from a buffer that holds nothing else. Throws RangeError for values that no number type holds. */
  readonly decode: (buffer: ArrayBuffer) => TensorValues
}

export const storageTypes: ReadonlyMap<string, StorageType> = new Map<string, StorageType>([
  ['FloatStorage', { bytesPerNumber: 4, decode: (buffer) => new Float32Array(buffer) }],
  ['DoubleStorage', { bytesPerNumber: 8, decode: (buffer) => new Float64Array(buffer) }],
  ['HalfStorage', { bytesPerNumber: 2, decode: (buffer) => float16ToFloat32(new Uint16Array(buffer)) }],
  ['BFloat16Storage', { bytesPerNumber: 2, decode: (buffer) => bfloat16ToFloat32(new Uint16Array(buffer)) }],
  ['LongStorage', { bytesPerNumber: 8, decode: (buffer) => integersAsFloat64(new BigInt64Array(buffer)) }],
  ['IntStorage', { bytesPerNumber: 4, decode: (buffer) => new Int32Array(buffer) }],
  ['ShortStorage', { bytesPerNumber: 2, decode: (buffer) => new Int16Array(buffer) }],
  ['CharStorage', { bytesPerNumber: 1, decode: (buffer) => new Int8Array(buffer) }],
  ['ByteStorage', { bytesPerNumber: 1, decode: (buffer) => new Uint8Array(buffer) }],
  ['BoolStorage', { bytesPerNumber: 1, decode: (buffer) => new Uint8Array(buffer) }],
])

/** A storage that a pickle names: where its bytes are, and what they are. */
export class TorchStorage {
  constructor(
    readonly key: string,
    readonly type: StorageType,
  ) {}
}

/** A tensor that a pickle describes; its numbers are not read yet. */
export class TorchTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  /** Numbers, or undefined when the shape is none. */
  get count(): number | undefined {
    return elementCount(this.shape)
  }
}

/**
 * The numbers of a tensor, row-major.
 *
 * @throws {RangeError} when the tensor reaches outside its storage, or has an integer that float64 cannot hold.
 */
export function tensorNumbers(tensor: TorchTensor, bytes: Uint8Array, isBigEndian: boolean): FileTensor {
  const { storage, offset, shape, strides } = tensor
  const { bytesPerNumber, decode } = storage.type
  const stored = Math.floor(bytes.length / bytesPerNumber)
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
  if (tensor.count === undefined || strides.length !== shape.length || ![offset, ...strides].every(isCount)) {
    throw new RangeError(`shape [${shape}] with strides [${strides}] and offset ${offset}; expected integers ≥ 0`)
  }
  const last = shape.reduce((sum, axis, k) => sum + (axis - 1) * strides[k]!, offset)
  if (tensor.count > 0 && last >= stored) {
    throw new RangeError(`reaches number ${last} of its storage, which has ${stored}`)
  }
  const begin = tensor.count > 0 ? offset : 0
  const end = tensor.count > 0 ? last + 1 : 0
  const buffer = bytes.slice(begin * bytesPerNumber, end * bytesPerNumber).buffer as ArrayBuffer
  const values = decode(isBigEndian ? reversed(buffer, bytesPerNumber) : buffer)
  return { shape, values: isRowMajor(shape, strides) ? values : strided(values, shape, strides, 0) }
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false
    step *= shape[axis]!
  }
  return true
}
