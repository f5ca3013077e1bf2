/**
 * Blocks of numbers as files hold them: any of the number types that safetensors and npz share with JavaScript.
 * Parameters of a model are the special case of float32 and float64.
 */
import { ShapeError } from '@digon/matrix'

/** The number types that are written as they are. */
export type TensorValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** A block of numbers with its shape, row-major. An empty shape is a single number; an axis may be 0. */
export interface FileTensor {
  readonly shape: readonly number[]
  readonly values: TensorValues
}

/** Tensors by name. */
export type FileTensors = Readonly<Record<string, FileTensor>>

/**
 * The product of the axes, or undefined when an axis is not an integer ≥ 0 or the product is not a safe integer.
 */
export function elementCount(shape: readonly unknown[]): number | undefined {
  let count = 1
  for (const axis of shape) {
    if (typeof axis !== 'number' || !Number.isSafeInteger(axis) || axis < 0) return undefined
    count *= axis
    if (!Number.isSafeInteger(count)) return undefined
  }
  return count
}

/**
 * Passes when the numbers fill the shape.
 *
 * @param subject the tensor's name for the message.
 * @throws {ShapeError} when they do not.
 */
export function checkTensor(tensor: FileTensor, subject: string): void {
  const count = elementCount(tensor.shape)
  if (count === undefined) throw new ShapeError(`${subject}.shape`, `[${tensor.shape}]`, 'integers ≥ 0')
  if (count !== tensor.values.length) {
    throw new ShapeError(subject, `${tensor.values.length} numbers`, `${count} for the shape [${tensor.shape}]`)
  }
}

/** The tensor's bytes, little-endian as every JavaScript engine in use keeps them. A view, not a copy. */
export function tensorBytes(values: TensorValues): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
