/** Which way the expected loss falls when a vector is moved on the screen: the arrow that goes with a dragged vector. */
import type { Ensemble } from '@digon/model'
import { expectedLossOf } from '../training/expected-losses.js'
import { biasOf, type Frame, weightsOf } from '../training/frame.js'

/** A direction on the screen. */
export interface Descent {
  readonly right: number
  readonly up: number
}

/** For differences, in units of the weights: float64 leaves eight digits. */
const step = 1e-4

/**
 * Minus the gradient of the restart's expected loss by the place of one vector.
 *
 * @param vector of the feature, `[hidden]`, wherever it is being dragged to.
 * @param shift the step in hidden space of a step on the screen.
 * @returns undefined where no formula gives the loss.
 */
export function descentOf(
  ensemble: Ensemble,
  frame: Frame,
  {
    restart,
    feature,
    vector,
  }: { readonly restart: number; readonly feature: number; readonly vector: readonly number[] },
  shift: (right: number, up: number) => readonly number[],
): Descent | undefined {
  const loss = expectedLossOf(ensemble, restart)
  const { rows, columns, values } = weightsOf(frame, restart)
  if (loss === undefined || frame.bias === undefined || !values.every(Number.isFinite)) return undefined
  const bias = biasOf(frame, restart)
  const at = (right: number, up: number): number => {
    const moved = Float64Array.from(values)
    const by = shift(right, up)
    moved.set(
      vector.map((value, k) => value + by[k]!),
      feature * columns,
    )
    return loss({ rows, columns, values: moved }, bias)
  }
  return {
    right: (at(-step, 0) - at(step, 0)) / (2 * step),
    up: (at(0, -step) - at(0, step)) / (2 * step),
  }
}
