// Output activations in four lanes: value and derivative from the sum before it. NaN comes through all of them, or a member
// that has diverged would not be noticed. The derivative of relu at 0 is 0.
import { normalCumulative, normalDensity } from './gelu'

export const identity = 0
export const relu = 1
export const gelu = 2

// @ts-ignore: decorator
@inline
export function activate(kind: i32, sum: v128): v128 {
  if (kind == relu) return f32x4.max(sum, f32x4.splat(0))
  if (kind == gelu) return f32x4.mul(sum, normalCumulative(sum))
  return sum
}

/** The vector, which is a slope in the output, times the derivative at the sum. */
// @ts-ignore: decorator
@inline
export function throughActivation(kind: i32, sum: v128, slope: v128): v128 {
  if (kind == relu) return v128.andnot(slope, f32x4.le(sum, f32x4.splat(0)))
  if (kind == gelu) return f32x4.mul(slope, f32x4.add(normalCumulative(sum), f32x4.mul(sum, normalDensity(sum))))
  return slope
}
