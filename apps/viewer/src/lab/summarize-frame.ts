/** What one restart of a frame shows in numbers: of W alone where the weights are tied, of the product of W and V elsewhere, as only that computes. */
import { type Matrix, matrix, multiply } from '@digon/matrix'
import {
  gramMatrix,
  loneFeatureCodes,
  type MemberSummary,
  summarizeMember,
  summarizeUntiedMember,
} from '@digon/metrics'
import { biasOf, type Frame, outputWeightsOf, weightsOf } from '../training/frame.js'

/** Undefined where the numbers ran away. */
export function summarizeFrame(frame: Frame, restart: number): MemberSummary | undefined {
  if (!isFiniteThere(frame, restart)) return undefined
  const [weights, bias] = [weightsOf(frame, restart), biasOf(frame, restart)]
  const decoder = outputWeightsOf(frame, restart)
  if (decoder === undefined) return summarizeMember(weights, bias)
  return summarizeUntiedMember(weights, decoder, bias, frame.hiddenActivation)
}

/** Which product `sentOf` is; behind a ReLU W⁺ is W without its negative weights. */
export function productOf({ outputWeights, hiddenActivation }: Frame): 'WᵀW' | 'W·V' | 'W⁺·V' {
  if (outputWeights === undefined) return 'WᵀW'
  return hiddenActivation === 'identity' ? 'W·V' : 'W⁺·V'
}

/** What every feature sends to every output, `[feature, feature]`: see `productOf`. Undefined where the numbers ran away. */
export function sentOf(frame: Frame, restart: number): Matrix | undefined {
  if (!isFiniteThere(frame, restart)) return undefined
  const weights = weightsOf(frame, restart)
  const decoder = outputWeightsOf(frame, restart)
  if (decoder === undefined) return gramMatrix(weights)
  const encoder = matrix(weights.rows, weights.columns, Float64Array.from(weights.values))
  return multiply(loneFeatureCodes(encoder, frame.hiddenActivation), decoder)
}

function isFiniteThere(frame: Frame, restart: number): boolean {
  const all = [weightsOf(frame, restart).values, outputWeightsOf(frame, restart)?.values, biasOf(frame, restart)]
  return all.every((values) => values?.every(Number.isFinite) ?? true)
}
