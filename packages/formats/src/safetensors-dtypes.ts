/**
 * The number types of safetensors and what they become in JavaScript. Half precision is widened to float32 (exact),
 * 64-bit integers to float64 where that is exact. The 8-bit floats of the format are not read.
 */
import type { TensorValues } from './file-tensor.js'
import { bfloat16ToFloat32, float16ToFloat32 } from './half-precision.js'

export interface Dtype {
  readonly bytesPerValue: number
  /** Values from a buffer that holds nothing else; the buffer is taken over, not copied. Throws RangeError for values that no number type holds. */
  readonly decode: (buffer: ArrayBuffer) => TensorValues
}

export const dtypes: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ['F64', { bytesPerValue: 8, decode: (buffer) => new Float64Array(buffer) }],
  ['F32', { bytesPerValue: 4, decode: (buffer) => new Float32Array(buffer) }],
  ['F16', { bytesPerValue: 2, decode: (buffer) => float16ToFloat32(new Uint16Array(buffer)) }],
  ['BF16', { bytesPerValue: 2, decode: (buffer) => bfloat16ToFloat32(new Uint16Array(buffer)) }],
  ['I64', { bytesPerValue: 8, decode: (buffer) => integersAsFloat64(new BigInt64Array(buffer)) }],
  ['U64', { bytesPerValue: 8, decode: (buffer) => integersAsFloat64(new BigUint64Array(buffer)) }],
  ['I32', { bytesPerValue: 4, decode: (buffer) => new Int32Array(buffer) }],
  ['U32', { bytesPerValue: 4, decode: (buffer) => new Uint32Array(buffer) }],
  ['I16', { bytesPerValue: 2, decode: (buffer) => new Int16Array(buffer) }],
  ['U16', { bytesPerValue: 2, decode: (buffer) => new Uint16Array(buffer) }],
  ['I8', { bytesPerValue: 1, decode: (buffer) => new Int8Array(buffer) }],
  ['U8', { bytesPerValue: 1, decode: (buffer) => new Uint8Array(buffer) }],
  ['BOOL', { bytesPerValue: 1, decode: decodeBooleans }],
])

/** The name under which these values are written. */
export function dtypeOf(values: TensorValues): string {
  if (values instanceof Float64Array) return 'F64'
  if (values instanceof Float32Array) return 'F32'
  if (values instanceof Int32Array) return 'I32'
  if (values instanceof Uint32Array) return 'U32'
  if (values instanceof Int16Array) return 'I16'
  if (values instanceof Uint16Array) return 'U16'
  return values instanceof Int8Array ? 'I8' : 'U8'
}

/**
 * 64-bit integers as float64.
 *
 * @throws {RangeError} at the first integer beyond ±(2⁵³ − 1), which float64 could not hold exactly.
 */
export function integersAsFloat64(integers: BigInt64Array | BigUint64Array): Float64Array {
  const values = new Float64Array(integers.length)
  for (let k = 0; k < integers.length; k++) {
    values[k] = Number(integers[k]!)
    if (!Number.isSafeInteger(values[k])) {
      throw new RangeError(`value ${k} is ${integers[k]}; expected integers within ±(2⁵³ − 1)`)
    }
  }
  return values
}

function decodeBooleans(buffer: ArrayBuffer): Uint8Array {
  const values = new Uint8Array(buffer)
  const wrong = values.findIndex((value) => value > 1)
  if (wrong >= 0) throw new RangeError(`value ${wrong} is ${values[wrong]}; expected 0 or 1`)
  return values
}
