/** What a model is to the engine: one differentiable function for all members, and the order of axes it works in. */
import type { Tensor } from '@tensorflow/tfjs-core'

export type NamedTensors = Readonly<Record<string, Tensor>>

export interface ModelGraph {
  /**
   * Which axis of input and output counts the samples: 2 is `[member, feature, sample]`, where everything that is summed over
   * samples lies together in memory; 1 is `[member, sample, feature]`, which custom models get because it reads better.
   */
  readonly sampleAxis: 1 | 2
  /** Input to output, of the same shape, and to the hidden values, `[member, …]`. */
  forward(parameters: NamedTensors, input: Tensor): { readonly output: Tensor; readonly hidden?: Tensor | undefined }
}
