/** What can be seen at one step, of any ensemble. Typed arrays, so that it crosses from the worker to the page cheaply. */

export interface Frame {
  /** Steps done. */
  readonly step: number
  /** Changes made so far; with the step it names a moment of the training. */
  readonly changeCount: number
  readonly restarts: number
  readonly featureCount: number
  readonly hiddenSize: number
  /** Of the hidden units: what a feature sends to the outputs depends on it. */
  readonly hiddenActivation: 'identity' | 'relu'
  /** `[restart, feature, hidden]` */
  readonly weights: Float32Array
  /** `[restart, hidden, feature]`; undefined where the weights are tied. */
  readonly outputWeights: Float32Array | undefined
  /** `[restart, feature]`; undefined for a model without. */
  readonly bias: Float32Array | undefined
  /** `[restart, hidden]`; undefined for a model without. */
  readonly hiddenBias: Float32Array | undefined
  /** `[restart]`: what `lossKind` says; NaN before the first step where losses are of batches. */
  readonly losses: Float64Array
  /** `expected`: over all samples, exact from the weights. `batch`: of the last step's samples, with their noise. */
  readonly lossKind: 'expected' | 'batch'
  /** `[restart]`: 1 where training stopped because the numbers ran away. */
  readonly diverged: Uint8Array
  /** The engine that made it. */
  readonly engine: string
  /** What people should know of the training, such as a lost GPU. */
  readonly notice: string | undefined
}

/** Weights of one restart, `[feature, hidden]`. A view. */
export function weightsOf({ weights, featureCount, hiddenSize }: Frame, restart: number) {
  const length = featureCount * hiddenSize
  return { rows: featureCount, columns: hiddenSize, values: weights.subarray(restart * length, (restart + 1) * length) }
}

/** Output weights of one restart, `[hidden, feature]`; undefined where the weights are tied. A view. */
export function outputWeightsOf({ outputWeights, featureCount, hiddenSize }: Frame, restart: number) {
  const length = featureCount * hiddenSize
  const values = outputWeights?.subarray(restart * length, (restart + 1) * length)
  return values && { rows: hiddenSize, columns: featureCount, values }
}

/** Output biases of one restart, `[feature]`; zeros for a model without. */
export function biasOf({ bias, featureCount }: Frame, restart: number): Float32Array {
  return bias?.subarray(restart * featureCount, (restart + 1) * featureCount) ?? new Float32Array(featureCount)
}
