/** Gradients of the operations on two tensors (with broadcasting) and of sums of tensors. Pure definitions, nothing is registered here. */
import {
  Add,
  AddN,
  cast,
  clone,
  div,
  type GradConfig,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  Maximum,
  Minimum,
  Multiply,
  mul,
  neg,
  onesLike,
  Pow,
  pow,
  RealDiv,
  SquaredDifference,
  Sub,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core'
import { sumToShape } from './broadcast.js'

/** A gradient per input from the output's gradient dy and the two inputs; broadcasting is undone here, for all alike. */
function ofPair(
  kernelName: string,
  first: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  second: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => ({
      a: () => sumToShape(first(dy as Tensor, a!, b!), a!.shape),
      b: () => sumToShape(second(dy as Tensor, a!, b!), b!.shape),
    }),
  }
}

function masked(dy: Tensor, mask: Tensor): Tensor {
  return mul(dy, cast(mask, 'float32'))
}

export const arithmeticGradients: readonly GradConfig[] = [
  ofPair(
    Add,
    (dy) => dy,
    (dy) => dy,
  ),
  ofPair(
    Sub,
    (dy) => dy,
    (dy) => neg(dy),
  ),
  ofPair(
    Multiply,
    (dy, _, b) => mul(dy, b),
    (dy, a) => mul(dy, a),
  ),
  ofPair(
    RealDiv,
    (dy, _, b) => div(dy, b),
    (dy, a, b) => neg(div(mul(dy, a), mul(b, b))),
  ),
  ofPair(
    SquaredDifference,
    (dy, a, b) => mul(mul(dy, 2), sub(a, b)),
    (dy, a, b) => mul(mul(dy, 2), sub(b, a)),
  ),
  // Where both are equal the first input takes the whole gradient, so that the two always add up to dy.
  ofPair(
    Maximum,
    (dy, a, b) => masked(dy, greaterEqual(a, b)),
    (dy, a, b) => masked(dy, less(a, b)),
  ),
  ofPair(
    Minimum,
    (dy, a, b) => masked(dy, lessEqual(a, b)),
    (dy, a, b) => masked(dy, greater(a, b)),
  ),
  // The logarithm exists for a base > 0 only; elsewhere the gradient of the exponent is 0.
  ofPair(
    Pow,
    (dy, a, b) => mul(dy, mul(b, pow(a, sub(b, 1)))),
    (dy, a, b) => {
      const positive = greater(a, 0)
      return mul(dy, where(positive, mul(pow(a, b), log(where(positive, a, onesLike(a)))), zerosLike(pow(a, b))))
    },
  ),
  {
    kernelName: AddN,
    saveAllInputs: true,
    gradFunc: (dy, saved) => Object.fromEntries(saved.map((_, index) => [index, () => clone(dy as Tensor)])),
  },
]
