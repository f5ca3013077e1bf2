// What is being computed: the member's tensors, where its gradient goes, and sums over the samples of a batch. Kernels
// read these instead of passing a dozen addresses along.
import { clear } from './arithmetic'
import { Member, Shape } from './records'

export let shape: Shape = changetype<Shape>(0)
export let member: Member = changetype<Member>(0)

/** [feature, hidden], rows of hiddenStride floats; output weights are the weights themselves in tied models. */
export let weights: usize = 0
export let outputWeights: usize = 0
/** [feature], [hidden]; zeros in models without. */
export let bias: usize = 0
export let hiddenBias: usize = 0

/** In the layout of the tensors above. In models without biases these are scratch space that nobody reads. */
export let weightGradient: usize = 0
export let outputWeightGradient: usize = 0

/** [feature] f32: derivative of the loss with respect to an output, per unit of error. */
export let lossScales: usize = 0
/** Derivative of the loss with respect to the size of a hidden value. */
export let penaltyScale: f32 = 0
/** Whether gradients are computed as well as errors. */
export let wantsGradient: bool = true
/** Sum of |hidden| over samples and hidden values; kept only where there is a penalty. */
export let hiddenSum: f64 = 0

/** Sets the session. */
export function useShape(pointer: usize): void {
  shape = changetype<Shape>(pointer)
}

/** Sets the member and clears all sums. */
export function beginMember(pointer: usize, scales: usize, penalty: f32, gradient: bool): void {
  wantsGradient = gradient
  member = changetype<Member>(pointer)
  const state = member.state
  weights = state
  outputWeights = shape.tied ? state : state + shape.outputWeightsOffset
  bias = shape.biasOffset < 0 ? shape.zeros : state + shape.biasOffset
  hiddenBias = shape.hiddenBiasOffset < 0 ? shape.zeros : state + shape.hiddenBiasOffset
  weightGradient = shape.gradient
  outputWeightGradient = shape.tied ? shape.gradient : shape.gradient + shape.outputWeightsOffset
  lossScales = scales
  penaltyScale = penalty
  hiddenSum = 0
  clear(shape.gradient, shape.parameterCount)
  clear(shape.biasGradient, shape.featureStride)
  clear(shape.hiddenBiasGradient, shape.hiddenStride)
  memory.fill(shape.errors, 0, <usize>shape.featureStride << 3)
}

/** Adds sizes of hidden values to the sum. */
export function addHiddenSizes(sum: f64): void {
  hiddenSum += sum
}
