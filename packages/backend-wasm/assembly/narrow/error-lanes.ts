// Squared errors, which kernels of lanes sum over the samples of a block in four lanes per feature, [feature, 4].
import { clear, sumLanesWide } from '../arithmetic'
import { shape } from '../context'

export function clearErrorLanes(): void {
  clear(shape.errorLanes, 4 * shape.featureStride)
}

/** Moves the sums of a block to the errors in float64, and clears them. */
export function flushErrorLanes(): void {
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const error = shape.errors + (feature << 3)
    store<f64>(error, load<f64>(error) + sumLanesWide(v128.load(shape.errorLanes + (feature << 4))))
  }
  clearErrorLanes()
}
