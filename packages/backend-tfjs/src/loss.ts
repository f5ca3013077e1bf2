/** The loss of every member as a graph: importance-weighted squared error, and the penalty on hidden values. */
import type { Ensemble } from '@digon/model'
import { lossWeights } from '@digon/model/engine'
import { abs, add, keep, mul, sub, sum, type Tensor, tensor } from '@tensorflow/tfjs-core'
import type { ModelGraph, NamedTensors } from './graph.js'
import { sumOfMagnitudes, sumOfSquares } from './operations.js'

/** The factors that turn sums over samples into a member's loss. */
export interface LossScales {
  /** `[member, feature]`: importance / (samples × features). */
  readonly errors: Tensor
  /** `[member]`: hiddenL1 / samples; absent when no member has a penalty. */
  readonly penalty: Tensor | undefined
}

/** Scales for batches of these sizes, `[member]`. The caller frees them. */
export function lossScales(ensemble: Ensemble, sampleCounts: readonly number[]): LossScales {
  const { members, model } = ensemble
  const errors = new Float32Array(members.length * model.featureCount)
  for (const [index, member] of members.entries()) {
    errors.set(lossWeights(member, sampleCounts[index]!), index * model.featureCount)
  }
  const isPenalized = members.some((member) => member.hiddenL1 > 0)
  const penalty = Float32Array.from(members, ({ hiddenL1 }, member) => hiddenL1 / sampleCounts[member]!)
  return {
    errors: tensor(errors, [members.length, model.featureCount]),
    penalty: isPenalized ? tensor(penalty, [members.length]) : undefined,
  }
}

/** The sums over samples that a loss is made of; kept from `tidy`, the caller frees them. */
export interface LossSums {
  /** `[member, feature]`: Σ (target − output)². */
  readonly squares: Tensor
  /** `[member]`: Σ |hidden|, where there is a penalty. */
  readonly magnitudes: Tensor | undefined
}

export interface LossInput {
  readonly input: Tensor
  /** 1 for a sample, 0 for filling, in the shape of the input with one feature; absent when all are samples. */
  readonly mask?: Tensor | undefined
}

/** Losses `[member]`. `onSums` sees the sums they are made of, before those are freed. */
export function memberLosses(
  { target }: Ensemble,
  graph: ModelGraph,
  parameters: NamedTensors,
  { input, mask }: LossInput,
  scales: LossScales,
  onSums?: (sums: LossSums) => void,
): Tensor {
  const { output, hidden } = graph.forward(parameters, input)
  const difference = sub(output, target === 'absolute' ? abs(input) : input)
  const squares = sumOfSquares(mask ? mul(difference, mask) : difference, graph.sampleAxis)
  const magnitudes = scales.penalty ? sumOfMagnitudes(mask ? mul(hidden!, mask) : hidden!) : undefined
  onSums?.({ squares: keep(squares), magnitudes: magnitudes && keep(magnitudes) })
  const losses = sum(mul(squares, scales.errors), 1)
  return magnitudes ? add(losses, mul(magnitudes, scales.penalty!)) : losses
}
