/** Gradients of the operations that only move numbers: reshape, transpose, join, cut, repeat, choose. Nothing is registered here. */
import {
  backend_util,
  Concat,
  cast,
  concat,
  ExpandDims,
  type GradConfig,
  logicalNot,
  mul,
  Pack,
  PadV2,
  pad,
  Reshape,
  reshape,
  Select,
  Slice,
  SplitV,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  Tile,
  Transpose,
  transpose,
  Unpack,
  util,
  zerosLike,
} from '@tensorflow/tfjs-core'

/** Operations whose gradient is dy in the shape of the input. */
function ofShape(kernelName: string, input: string): GradConfig {
  return {
    kernelName,
    inputsToSave: [input],
    gradFunc: (dy, [x]) => ({ [input]: () => reshape(dy as Tensor, x!.shape) }),
  }
}

/** Where an axis, counted from the end when negative, stands. */
function axisIndex(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis
}

/** The engine hands over one tensor instead of a list when an operation has a single output. */
function listed(dy: Tensor | Tensor[]): Tensor[] {
  return Array.isArray(dy) ? dy : [dy]
}

/** Adds up the copies that repeating made, one axis after the other, each as the middle of three. */
function sumOfCopies(dy: Tensor, shape: readonly number[], repetitions: readonly number[]): Tensor {
  let total = dy
  for (const [axis, copies] of repetitions.entries()) {
    if (copies === 1) continue
    const outer = total.shape.slice(0, axis)
    const inner = [shape[axis]!, ...total.shape.slice(axis + 1)]
    const blocks = reshape(total, [util.sizeFromShape(outer), copies, util.sizeFromShape(inner)])
    total = reshape(sum(blocks, 1), [...outer, ...inner])
  }
  return reshape(total, [...shape])
}

export const arrangementGradients: readonly GradConfig[] = [
  ofShape(Reshape, 'x'),
  ofShape(ExpandDims, 'input'),
  {
    kernelName: Transpose,
    gradFunc: (dy, _, attributes) => {
      const { perm } = attributes as unknown as { perm: number[] }
      return { x: () => transpose(dy as Tensor, backend_util.getUndoAxesPermutation(perm)) }
    },
  },
  {
    kernelName: Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const axis = axisIndex((attributes as { axis: number }).axis, saved[0]!.rank)
      const sizes = saved.map((input) => input.shape[axis]!)
      const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((total, size) => total + size, 0))
      return Object.fromEntries(
        saved.map((input, index) => {
          const begin = input.shape.map((_, k) => (k === axis ? ends[index]! - sizes[index]! : 0))
          return [index, () => slice(dy as Tensor, begin, input.shape)]
        }),
      )
    },
  },
  {
    kernelName: SplitV,
    gradFunc: (dy, _, attributes) => ({ x: () => concat(listed(dy), (attributes as { axis: number }).axis) }),
  },
  {
    kernelName: Pack,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const axis = axisIndex((attributes as { axis: number }).axis, saved[0]!.rank + 1)
      return Object.fromEntries(
        saved.map((input, index) => [
          index,
          () => reshape(split(dy as Tensor, saved.length, axis)[index]!, input.shape),
        ]),
      )
    },
  },
  {
    kernelName: Unpack,
    gradFunc: (dy, _, attributes) => ({ value: () => stack(listed(dy), (attributes as { axis: number }).axis) }),
  },
  {
    kernelName: Slice,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const given = attributes as unknown as { begin: number | number[]; size: number | number[] }
      const begin = util.isTypedArray(given.begin) || Array.isArray(given.begin) ? given.begin : [given.begin]
      const margins = x!.shape.map((length, axis): [number, number] => {
        const before = begin[axis] ?? 0
        return [before, length - before - (dy as Tensor).shape[axis]!]
      })
      return { x: () => pad(dy as Tensor, margins) }
    },
  },
  {
    kernelName: PadV2,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const { paddings } = attributes as unknown as { paddings: [number, number][] }
      const begin = paddings.map(([before]) => before)
      return { x: () => slice(dy as Tensor, begin, x!.shape) }
    },
  },
  {
    kernelName: Tile,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const { reps } = attributes as unknown as { reps: number[] }
      return { x: () => sumOfCopies(dy as Tensor, x!.shape, reps) }
    },
  },
  {
    kernelName: Select,
    inputsToSave: ['condition'],
    gradFunc: (dy, [condition]) => ({
      condition: () => cast(zerosLike(condition!), 'float32'),
      t: () => mul(dy as Tensor, cast(condition!, 'float32')),
      e: () => mul(dy as Tensor, cast(logicalNot(condition!), 'float32')),
    }),
  },
]
