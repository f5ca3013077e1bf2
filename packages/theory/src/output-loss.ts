/** What one output of a tied ReLU model loses while certain features are active: the term that all exact losses are sums of. */
import { rectifiedMoments, rectifiedSquare } from './rectified-integral.js'

/** Of the other active features; kept, since a search for an optimum asks for millions of losses. */
const slopes: number[] = []

/**
 * E[(x_i − output_i)² | exactly these features are active], x_i being 0 where its own is not.
 *
 * @param row of W Wᵀ, that of the output.
 * @param bias of the output.
 * @param output its index.
 * @param active indices of the active features, each once.
 */
export function outputLoss(row: Float64Array, bias: number, output: number, active: readonly number[]): number {
  slopes.length = 0
  for (const feature of active) if (feature !== output) slopes.push(row[feature]!)
  if (slopes.length === active.length) return rectifiedSquare(bias, slopes)
  const { square, product } = rectifiedMoments(bias, row[output]!, slopes)
  return 1 / 3 - 2 * product + square
}
