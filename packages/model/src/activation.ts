/** The activations of a model in float64, and their derivatives. Engines that work in float32 bring their own. */
import { normalCumulative, normalDensity } from './error-function.js'

/** The activations that layers may have. */
export type Activation = 'identity' | 'relu' | 'gelu'

/** The activation of one number. `gelu` is the exact one, x·Φ(x). NaN stays NaN. */
export function activate(kind: Activation, x: number): number {
  switch (kind) {
    case 'identity':
      return x
    case 'relu':
      return Math.max(x, 0)
    case 'gelu':
      return x * normalCumulative(x)
  }
}

/** The derivative of the activation at x. That of relu at 0 is 0. */
export function activationDerivative(kind: Activation, x: number): number {
  if (kind === 'identity') return 1
  return kind === 'relu' ? (x > 0 ? 1 : 0) : normalCumulative(x) + x * normalDensity(x)
}
