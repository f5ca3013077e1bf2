/** The activations of a model in float64. Engines that work in float32 bring their own. */
import { normalCumulative } from './error-function.js'

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
