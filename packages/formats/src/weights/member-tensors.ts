/** Weight tensors as float with the member leading, transposed and multiplied member by member. */
import type { Tensor } from '@digon/model'
import type { FileTensor } from '../file-tensor.js'

/** The tensor with a member axis: one of `axisCount` axes is one member. Integers become float64. */
export function withMembers({ shape, values }: FileTensor, axisCount: number): Tensor {
  const isFloat = values instanceof Float32Array || values instanceof Float64Array
  const numbers = isFloat ? values : Float64Array.from(values)
  return { shape: shape.length === axisCount ? [1, ...shape] : shape, values: numbers }
}

/** `[member, a, b]` as `[member, b, a]`. Always a copy. */
export function transposed({ shape, values }: Tensor): Tensor {
  const [members, rows, columns] = shape as [number, number, number]
  const result = values.slice()
  for (let member = 0, begin = 0; member < members; member++, begin += rows * columns) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) result[begin + j * rows + i] = values[begin + i * columns + j]!
    }
  }
  return { shape: [members, columns, rows], values: result }
}

/** The matrix product of each member: `[member, a, b]` times `[member, b, c]`, in float64. */
export function product(left: Tensor, right: Tensor): Tensor {
  const [members, rows, inner] = left.shape as [number, number, number]
  const columns = right.shape[2]!
  const values = new Float64Array(members * rows * columns)
  for (let member = 0; member < members; member++) {
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = left.values[(member * rows + i) * inner + k]!
        const from = (member * inner + k) * columns
        const to = (member * rows + i) * columns
        for (let j = 0; j < columns; j++) values[to + j]! += factor * right.values[from + j]!
      }
    }
  }
  return { shape: [members, rows, columns], values }
}

/** Tensors `[member, a, bₖ]` side by side: `[member, a, Σ bₖ]`, in float64. */
export function besideEachOther(tensors: readonly Tensor[]): Tensor {
  const [members, rows] = tensors[0]!.shape as [number, number]
  const columns = tensors.reduce((sum, { shape }) => sum + shape[2]!, 0)
  const values = new Float64Array(members * rows * columns)
  for (let row = 0; row < members * rows; row++) {
    let to = row * columns
    for (const { shape, values: from } of tensors) {
      const width = shape[2]!
      values.set(from.subarray(row * width, (row + 1) * width), to)
      to += width
    }
  }
  return { shape: [members, rows, columns], values }
}

/** Whether two tensors are equal in shape and every number; NaN counts as equal to NaN. */
export function isEqual(a: Tensor, b: Tensor): boolean {
  const same = (value: number, k: number): boolean => value === b.values[k] || Object.is(value, b.values[k])
  return a.shape.join() === b.shape.join() && a.values.every(same)
}
