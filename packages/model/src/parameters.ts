import type { NumberArray } from '@digon/matrix'

/** A block of numbers with its shape, row-major. */
export interface Tensor {
  /** Axis lengths, outermost first. */
  readonly shape: readonly number[]
  readonly values: NumberArray
}

/**
 * Parameters by name. In a session every tensor has the member as leading axis: `weights` `[member, feature, hidden]`,
 * `outputWeights` `[member, hidden, feature]` (untied models), `bias` `[member, feature]`, `hiddenBias` `[member, hidden]`.
 * A custom model has the names it declares.
 */
export type Parameters = Readonly<Record<string, Tensor>>
