/** Operations with gradients of their own, where composing them of smaller ones would cost more passes or be wrong at 0. */
import { abs, add, customGrad, erf, exp, mul, reshape, sign, square, sum, type Tensor } from '@tensorflow/tfjs-core'

/** A function of one tensor with its gradient written out: `save` keeps tensors for the way back. */
function differentiable(
  x: Tensor,
  define: (
    x: Tensor,
    save: (tensors: Tensor[]) => void,
  ) => {
    readonly value: Tensor
    readonly gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor
  },
): Tensor {
  return customGrad((input, save) => define(input as Tensor, save as (tensors: Tensor[]) => void))(x)
}

/** The exact gelu x·Φ(x), Φ(x) = ½(1 + erf(x/√2)), with slope Φ(x) + x·φ(x). The erf of tfjs is right to 1.5e-7. */
export function gelu(x: Tensor): Tensor {
  return differentiable(x, (x, save) => {
    const cumulative = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5)
    save([x, cumulative])
    return {
      value: mul(x, cumulative),
      gradFunc: (dy, [x, cumulative]) => {
        const density = mul(exp(mul(square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI))
        return mul(dy, add(cumulative!, mul(x!, density)))
      },
    }
  })
}

/** Σ x² over one axis, which is left out of the result. */
export function sumOfSquares(x: Tensor, axis: number): Tensor {
  return differentiable(x, (x, save) => {
    save([x])
    return {
      value: sum(square(x), axis),
      gradFunc: (dy, [x]) => mul(x!, mul(alongAxes(dy, x!, [axis]), 2)),
    }
  })
}

/** Σ |x| over all axes but the first, with slope 0 at 0 (the gradient of `abs` that tfjs brings is −1 there). */
export function sumOfMagnitudes(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(1)
  return differentiable(x, (x, save) => {
    save([x])
    return {
      value: sum(abs(x), axes),
      gradFunc: (dy, [x]) => mul(sign(x!), alongAxes(dy, x!, axes)),
    }
  })
}

/** A sum's gradient with the axes that were summed put back as 1. */
function alongAxes(dy: Tensor, summed: Tensor, axes: readonly number[]): Tensor {
  return reshape(
    dy,
    summed.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
  )
}
