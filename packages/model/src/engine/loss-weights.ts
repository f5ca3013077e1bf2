/** What one squared error counts in a member's loss, and the factor that follows from it in gradients. */
import type { Member } from '../ensemble.js'

/** `[feature]`: importance / (samples × features): what the squared error of one sample and feature adds to the loss. */
export function lossWeights({ importance }: Member, sampleCount: number): Float64Array {
  return Float64Array.from(importance, (weight) => weight / (sampleCount * importance.length))
}

/** `[feature]`: 2 × importance / (samples × features); times an output's error it is the gradient of the loss in that output. */
export function outputScales(member: Member, sampleCount: number): Float64Array {
  return lossWeights(member, sampleCount).map((weight) => 2 * weight)
}
