// Other arrangements of a member's weights that the routes read, made anew every step because the weights have changed.
import { byPanels } from '../constants'
import { member, outputWeights, shape, wantsGradient, weights } from '../context'
import { transpose4 } from '../step/panels'
import { multiplyMatrices } from './tile-products'

/** Transposes [feature, hidden] into [hidden, feature], both padded to multiples of four. */
function transpose(source: usize, target: usize): void {
  const sourceStrideInBytes = <usize>shape.hiddenStride << 2
  const targetStrideInBytes = <usize>shape.featureStride << 2
  for (let row: usize = 0; row < targetStrideInBytes; row += 16) {
    let to = target + row
    for (let column: usize = 0; column < sourceStrideInBytes; column += 16) {
      transpose4(source + column, sourceStrideInBytes, to, targetStrideInBytes)
      to += 4 * targetStrideInBytes
    }
    source += 4 * sourceStrideInBytes
  }
}

/** Both weights as [hidden, feature], as far as the member's route reads them; in tied models they are one block. */
export function transposeWeights(): void {
  const forInputs = member.inputs == byPanels
  if (wantsGradient || member.gram || (shape.tied && forInputs)) transpose(outputWeights, shape.transposedOutputWeights)
  if (!shape.tied && forInputs) transpose(weights, shape.transposedWeights)
}

/** The Gram matrix W · Vᵀ; the weights transposedStrideInBytes must be there. In tied models one half is the mirror of the other. */
export function prepareGram(): void {
  const strideInBytes = <usize>shape.featureStride << 2
  const rows = shape.featureStride
  const symmetric = shape.tied != 0
  const left = <usize>shape.hiddenStride << 2
  multiplyMatrices(weights, left, rows, shape.hiddenSize, shape.transposedOutputWeights, strideInBytes, shape.gram, symmetric)
  if (!symmetric) return
  for (let row: usize = 16; row < strideInBytes; row += 16) {
    for (let column: usize = 0; column < row; column += 16) {
      const upper = shape.gram + (column >> 2) * strideInBytes + row
      transpose4(upper, strideInBytes, shape.gram + (row >> 2) * strideInBytes + column, strideInBytes)
    }
  }
}
