/** What every gradient of a broadcasting operation needs: adding a gradient up over the axes that were repeated. */
import { broadcast_util, reshape, sum, type Tensor } from '@tensorflow/tfjs-core'

/**
 * The gradient summed over the axes that broadcasting added or stretched, in the shape of the input it belongs to.
 * Always another tensor than `gradient`: the tape disposes what it is given when it accumulates.
 */
export function sumToShape(gradient: Tensor, shape: number[]): Tensor {
  const repeatedAxes = broadcast_util.getReductionAxes(shape, gradient.shape)
  return reshape(repeatedAxes.length > 0 ? sum(gradient, repeatedAxes) : gradient, shape)
}
