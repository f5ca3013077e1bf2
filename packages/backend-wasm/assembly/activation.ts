// Output activations in four lanes: value and derivative from the sum before it. Identity and relu share one way without a
// branch: both are max(sum, floor), the floor being 0 or -∞ (pmax is one instruction, and gives NaN for a NaN sum, where
// max is eight). NaN comes through the value, or a member that has diverged would not be noticed. The derivative of relu at
// 0 is 0. Whether it is gelu is said by a constant, so that loops of the others hold no call, which would cost them their
// registers.
import { identity } from './constants'
import { normalCumulative, normalDensity } from './gelu'

/** The floor of an activation. */
@inline
export function floorOf(kind: i32): v128 {
  return f32x4.splat(kind == identity ? -Infinity : 0)
}

@inline
export function activate(byGelu: bool, floor: v128, sum: v128): v128 {
  if (byGelu) return f32x4.mul(sum, normalCumulative(sum))
  return f32x4.pmax(sum, floor)
}

/** The gradient of an output times the derivative at the sum. */
@inline
export function throughActivation(byGelu: bool, floor: v128, sum: v128, gradient: v128): v128 {
  if (byGelu) return f32x4.mul(gradient, f32x4.add(normalCumulative(sum), f32x4.mul(sum, normalDensity(sum))))
  return v128.and(gradient, f32x4.gt(sum, floor))
}

/** What inputs are masked with to give targets: all bits, or all but the sign. */
@inline
export function targetMask(absolute: i32): v128 {
  return i32x4.splat(absolute ? 0x7fffffff : -1)
}
