// Hidden values of one sample, [hidden]: activation and penalty on the way forward, and both again on the way back.
import { sumLanesWide } from '../arithmetic'
import { addHiddenSizes, penaltyScale, shape } from '../context'

/** Applies the hidden activation in place. */
export function activateHidden(hidden: usize): void {
  if (!shape.hiddenActivation) return
  const end = hidden + (<usize>shape.hiddenStride << 2)
  for (; hidden < end; hidden += 16) v128.store(hidden, f32x4.pmax(v128.load(hidden), f32x4.splat(0)))
}

/**
 * Turns gradients of hidden values into gradients of the sums before the activation, adds the penalty's, and gives the hidden bias
 * its share.
 */
export function finishHiddenGradients(hidden: usize, gradients: usize): void {
  const size = <usize>shape.hiddenStride << 2
  if (penaltyScale > 0) addPenalty(hidden, gradients, size)
  if (shape.hiddenActivation) {
    for (let at: usize = 0; at < size; at += 16) {
      const live = f32x4.gt(v128.load(hidden + at), f32x4.splat(0))
      v128.store(gradients + at, v128.and(v128.load(gradients + at), live))
    }
  }
  if (shape.hiddenBiasOffset < 0) return
  const gradient = shape.hiddenBiasGradient
  for (let at: usize = 0; at < size; at += 16) {
    v128.store(gradient + at, f32x4.add(v128.load(gradient + at), v128.load(gradients + at)))
  }
}

function addPenalty(hidden: usize, gradients: usize, size: usize): void {
  const zero = f32x4.splat(0)
  const penalty = f32x4.splat(penaltyScale)
  let sizes = zero
  for (let at: usize = 0; at < size; at += 16) {
    const value = v128.load(hidden + at)
    sizes = f32x4.add(sizes, f32x4.abs(value))
    const up = v128.and(penalty, f32x4.gt(value, zero))
    const down = v128.and(penalty, f32x4.lt(value, zero))
    v128.store(gradients + at, f32x4.add(v128.load(gradients + at), f32x4.sub(up, down)))
  }
  addHiddenSizes(sumLanesWide(sizes))
}
