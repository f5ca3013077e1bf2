/**
 * Registers gradients with tfjs when it is imported; it exports nothing, and package.json lists it under `sideEffects`.
 *
 * Why they are ours: the root of tfjs-core registers none, and its own definitions cannot be imported in Node (they are
 * bundler modules in a CommonJS package; a second copy of the engine would come with them). Gradients that the page has
 * registered before, for example by the union package of tfjs, stay.
 */
import { getGradient, registerGradient } from '@tensorflow/tfjs-core'
import { arithmeticGradients } from './gradients/arithmetic.js'
import { arrangementGradients } from './gradients/arrangement.js'
import { elementwiseGradients } from './gradients/elementwise.js'
import { reductionGradients } from './gradients/reduction.js'
import { memberProductGradient } from './member-product.js'

const gradients = [
  ...arithmeticGradients,
  ...elementwiseGradients,
  ...arrangementGradients,
  ...reductionGradients,
  memberProductGradient,
]
for (const gradient of gradients) {
  if (getGradient(gradient.kernelName) == null) registerGradient(gradient)
}
