/**
 * Which parameters a model has, in which order and shape. Initial values are `initial-parameters.ts`.
 */
import type { Model } from './ensemble.js'

/**
 * Parameter names to shapes without the member axis, in the order that every engine keeps:
 * `weights` `[feature, hidden]`, `outputWeights` `[hidden, feature]` (untied), `bias` `[feature]`, `hiddenBias` `[hidden]`.
 * A custom model has the names that it declares, in its order.
 */
export function parameterShapes(model: Model): Readonly<Record<string, readonly number[]>> {
  if (model.kind === 'custom') return model.parameters
  const { featureCount, hiddenSize } = model
  return {
    weights: [featureCount, hiddenSize],
    ...(model.tied ? {} : { outputWeights: [hiddenSize, featureCount] }),
    ...(model.outputBias ? { bias: [featureCount] } : {}),
    ...(model.hiddenBias ? { hiddenBias: [hiddenSize] } : {}),
  }
}

/** How many numbers a shape holds: the product of its axis lengths, 1 for none. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}
