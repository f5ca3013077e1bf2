/** Gradients of the operations that add numbers up: sums, means, maxima, softmax and matrix products. Nothing is registered here. */
import {
  add,
  BatchMatMul,
  cast,
  div,
  equal,
  type GradConfig,
  Max,
  Mean,
  matMul,
  mul,
  reshape,
  Softmax,
  Sum,
  sub,
  sum,
  type Tensor,
  util,
  zeros,
} from '@tensorflow/tfjs-core'
import { sumToShape } from './broadcast.js'

/** The shape with the reduced axes kept as 1. */
function keptShape(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
}

/** A reduced gradient laid out again over the shape that was reduced. */
function spread(dy: Tensor, shape: number[], axes: readonly number[]): Tensor {
  return add(reshape(dy, keptShape(shape, axes)), zeros(shape))
}

export const reductionGradients: readonly GradConfig[] = [
  {
    kernelName: Sum,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const axes = util.parseAxisParam((attributes as unknown as { axis: number[] }).axis, x!.shape)
      return { x: () => spread(dy as Tensor, x!.shape, axes) }
    },
  },
  {
    kernelName: Mean,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const axes = util.parseAxisParam((attributes as unknown as { axis: number[] }).axis, x!.shape)
      return { x: () => div(spread(dy as Tensor, x!.shape, axes), x!.size / (dy as Tensor).size) }
    },
  },
  {
    // Equal maxima share the gradient.
    kernelName: Max,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attributes) => {
      const given = attributes as unknown as { reductionIndices: number[] }
      const axes = util.parseAxisParam(given.reductionIndices, x!.shape)
      const shape = keptShape(x!.shape, axes)
      return {
        x: () => {
          const isMaximum = cast(equal(x!, reshape(y!, shape)), 'float32')
          return mul(isMaximum, reshape(div(dy as Tensor, reshape(sum(isMaximum, axes), y!.shape)), shape))
        },
      }
    },
  },
  {
    kernelName: Softmax,
    outputsToSave: [true],
    gradFunc: (dy, [y], attributes) => {
      const { dim } = attributes as { dim: number }
      return {
        logits: () => {
          const weighted = mul(dy as Tensor, y!)
          return sub(weighted, mul(sum(weighted, [dim], true), y!))
        },
      }
    },
  },
  {
    // C = A·B: dA = dC·Bᵀ, dB = Aᵀ·dC; with a transposed factor the product's factors change places.
    kernelName: BatchMatMul,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b], attributes) => {
      const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean }
      const product = dy as Tensor
      return {
        a: () =>
          sumToShape(
            transposeA ? matMul(b!, product, transposeB, true) : matMul(product, b!, false, !transposeB),
            a!.shape,
          ),
        b: () =>
          sumToShape(
            transposeB ? matMul(product, a!, true, transposeA) : matMul(a!, product, !transposeA, false),
            b!.shape,
          ),
      }
    },
  },
]
