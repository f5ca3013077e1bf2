/** Gradients of the functions of one number, applied to every element. Pure definitions, nothing is registered here. */
import {
  Abs,
  add,
  Cast,
  Cos,
  cast,
  clone,
  cos,
  div,
  Elu,
  Erf,
  Exp,
  Expm1,
  exp,
  type GradConfig,
  greater,
  Identity,
  LeakyRelu,
  Log,
  Log1p,
  mul,
  Neg,
  neg,
  Reciprocal,
  Relu,
  Rsqrt,
  rsqrt,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  Step,
  sigmoid,
  sign,
  sin,
  sqrt,
  square,
  step,
  sub,
  Tanh,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core'

/** dy and x, the input, to the input's gradient. */
function ofInput(kernelName: string, slope: (dy: Tensor, x: Tensor) => Tensor): GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({ x: () => slope(dy as Tensor, x!) }),
  }
}

/** dy and y, the output, to the input's gradient; for functions whose slope is simpler in their own value. */
function ofOutput(kernelName: string, slope: (dy: Tensor, y: Tensor) => Tensor): GradConfig {
  return {
    kernelName,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => slope(dy as Tensor, y!) }),
  }
}

export const elementwiseGradients: readonly GradConfig[] = [
  ofInput(Abs, (dy, x) => mul(dy, sign(x))),
  ofInput(Neg, (dy) => neg(dy)),
  ofInput(Square, (dy, x) => mul(dy, mul(x, 2))),
  ofInput(Sqrt, (dy, x) => div(dy, mul(sqrt(x), 2))),
  ofInput(Rsqrt, (dy, x) => neg(div(mul(dy, rsqrt(x)), mul(x, 2)))),
  ofInput(Reciprocal, (dy, x) => neg(div(dy, square(x)))),
  ofInput(Log, (dy, x) => div(dy, x)),
  ofInput(Log1p, (dy, x) => div(dy, add(x, 1))),
  ofInput(Sin, (dy, x) => mul(dy, cos(x))),
  ofInput(Cos, (dy, x) => neg(mul(dy, sin(x)))),
  ofInput(Softplus, (dy, x) => mul(dy, sigmoid(x))),
  ofInput(Erf, (dy, x) => mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))),
  ofOutput(Exp, (dy, y) => mul(dy, y)),
  ofOutput(Expm1, (dy, y) => mul(dy, add(y, 1))),
  ofOutput(Sigmoid, (dy, y) => mul(dy, mul(y, sub(1, y)))),
  ofOutput(Tanh, (dy, y) => mul(dy, sub(1, square(y)))),
  ofOutput(Elu, (dy, y) => mul(dy, where(greater(y, 0), add(zerosLike(y), 1), add(y, 1)))),
  // step is 0 at 0, and so is the derivative of relu there.
  ofInput(Relu, (dy, x) => mul(dy, step(x))),
  {
    kernelName: LeakyRelu,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => ({
      x: () => mul(dy as Tensor, step(x!, (attributes as { alpha: number }).alpha)),
    }),
  },
  ofInput(Step, (dy) => zerosLike(dy)),
  ofInput(Sign, (dy) => zerosLike(dy)),
  ofInput(Identity, (dy) => clone(dy)),
  ofInput(Cast, (dy) => cast(clone(dy), 'float32')),
]
