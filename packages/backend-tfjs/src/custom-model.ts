/**
 * Custom models: the ensemble names parameters and shapes (`{kind: 'custom', name, parameters}`), the caller hands in the
 * forward function under that name, and automatic differentiation does the rest. No type of tfjs appears here: a forward
 * function written with the types of tfjs-core fits as it is.
 */

/** What is known of a tensor without knowing tfjs. A `Tensor` of @tensorflow/tfjs-core is one. */
export interface TensorHandle {
  /** Axis lengths, outermost first. */
  readonly shape: readonly number[]
  readonly dtype: string
}

/**
 * A custom model's forward function, of operations of @tensorflow/tfjs-core alone, for all members at once.
 *
 * It is called in the middle of every step, inside `tidy`: what it makes and does not return is freed, what it returns is
 * freed by the session. It must be a pure function of its arguments, and must not await.
 *
 * @param parameters by name, `[member, …shape]` each.
 * @param input `[member, sample, feature]`.
 */
export type CustomForward<T extends TensorHandle = TensorHandle> = (
  parameters: Readonly<Record<string, T>>,
  input: T,
) => CustomOutput<T>

/** What the forward function of a custom model gives back. */
export interface CustomOutput<T extends TensorHandle = TensorHandle> {
  /** `[member, sample, feature]`, compared with the target. */
  readonly output: T
  /** `[member, sample, …]`: what hiddenL1 penalizes; needed only by members with hiddenL1 > 0. */
  readonly hidden?: T
}

/** A forward function that does not keep to `CustomForward`; thrown when a session opens. */
export class CustomModelError extends Error {
  override readonly name = 'CustomModelError'
  readonly category = 'input'
  constructor(
    /** Name of the model. */
    readonly model: string,
    /** What the function gave. */
    readonly found: string,
    readonly expected: string,
    options?: ErrorOptions,
  ) {
    super(`invalid forward function of custom model ${model}: ${found}; expected ${expected}`, options)
  }
}
