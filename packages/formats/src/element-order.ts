/** The same numbers in another order: of bytes within each number, or of numbers within a block. */
import type { TensorValues } from './file-tensor.js'

/** The same numbers in the other byte order. */
export function reversed(buffer: ArrayBuffer, bytesPerNumber: number): ArrayBuffer {
  const bytes = new Uint8Array(buffer)
  for (let at = 0; at < bytes.length; at += bytesPerNumber) bytes.subarray(at, at + bytesPerNumber).reverse()
  return buffer
}

/**
 * Numbers of a block in row-major order of a shape, entry (i, j, …) taken from offset + i · strides[0] + j · strides[1] + …
 * Every such place must lie within the block.
 */
export function strided(
  block: TensorValues,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): TensorValues {
  const count = shape.reduce((product, axis) => product * axis, 1)
  const result = new (block.constructor as new (length: number) => TensorValues)(count)
  const index = shape.map(() => 0)
  let from = offset
  for (let to = 0; to < count; to++) {
    result[to] = block[from]!
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      from -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return result
}
