// Sums over samples that panels keep in four lanes per feature, [feature, 4]: squared errors and the bias gradient.
import { clear, sumLanes, sumLanesWide } from './arithmetic'
import { shape } from './context'

export function clearFeatureSums(): void {
  clear(shape.errorLanes, 4 * shape.featurePitch)
  clear(shape.biasLanes, 4 * shape.featurePitch)
}

/** Moves the sums of a block to the errors in float64 and to the bias gradient, and clears them. */
export function flushFeatureSums(): void {
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const lanes = feature << 4
    const error = shape.errors + (feature << 3)
    store<f64>(error, load<f64>(error) + sumLanesWide(v128.load(shape.errorLanes + lanes)))
    const slope = shape.biasGradient + (feature << 2)
    store<f32>(slope, load<f32>(slope) + sumLanes(v128.load(shape.biasLanes + lanes)))
  }
  clearFeatureSums()
}
