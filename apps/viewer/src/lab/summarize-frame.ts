/** What one restart of a frame shows in numbers: of W alone where the weights are tied, of the product W·V elsewhere, as only that computes. */
import { type Matrix, matrix, multiply } from '@digon/matrix'
import { gramMatrix, type MemberSummary, summarizeMember, summarizeUntiedMember } from '@digon/metrics'
import { biasOf, type Frame, outputWeightsOf, weightsOf } from '../training/frame.js'

/** Undefined where the numbers ran away. */
export function summarizeFrame(frame: Frame, restart: number): MemberSummary | undefined {
  if (!isFiniteThere(frame, restart)) return undefined
  const [weights, bias] = [weightsOf(frame, restart), biasOf(frame, restart)]
  const decoder = outputWeightsOf(frame, restart)
  return decoder === undefined ? summarizeMember(weights, bias) : summarizeUntiedMember(weights, decoder, bias)
}

/** What every feature sends to every output, `[feature, feature]`: WᵀW in the paper's words, or W·V. Undefined where the numbers ran away. */
export function sentOf(frame: Frame, restart: number): Matrix | undefined {
  if (!isFiniteThere(frame, restart)) return undefined
  const weights = weightsOf(frame, restart)
  const decoder = outputWeightsOf(frame, restart)
  if (decoder === undefined) return gramMatrix(weights)
  return multiply(matrix(weights.rows, weights.columns, Float64Array.from(weights.values)), decoder)
}

function isFiniteThere(frame: Frame, restart: number): boolean {
  const all = [weightsOf(frame, restart).values, outputWeightsOf(frame, restart)?.values, biasOf(frame, restart)]
  return all.every((values) => values?.every(Number.isFinite) ?? true)
}
