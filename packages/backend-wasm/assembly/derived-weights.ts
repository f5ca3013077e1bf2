// Other arrangements of a member's weights that the routes read, made anew every step because the weights have changed.
import { outputWeights, shape, weights } from './context'
import { transpose4 } from './panels'
import { multiplyMatrices } from './tile-products'

/** Transposes [feature, hidden] into [hidden, feature], both padded to multiples of four. */
function transpose(source: usize, target: usize): void {
  const sourcePitch = <usize>shape.hiddenPitch << 2
  const targetPitch = <usize>shape.featurePitch << 2
  for (let row: usize = 0; row < targetPitch; row += 16) {
    let to = target + row
    for (let column: usize = 0; column < sourcePitch; column += 16) {
      transpose4(source + column, sourcePitch, to, targetPitch)
      to += 4 * targetPitch
    }
    source += 4 * sourcePitch
  }
}

/** Both weights as [hidden, feature]; in tied models they are one block. */
export function prepareAcross(): void {
  transpose(outputWeights, shape.outputWeightsAcross)
  if (!shape.tied) transpose(weights, shape.weightsAcross)
}

/** The Gram matrix W · Vᵀ; the weights across must be there. In tied models one half is the mirror of the other. */
export function prepareGram(): void {
  const pitch = <usize>shape.featurePitch << 2
  const rows = shape.featurePitch
  const symmetric = shape.tied != 0
  const left = <usize>shape.hiddenPitch << 2
  multiplyMatrices(weights, left, rows, shape.hiddenSize, shape.outputWeightsAcross, pitch, shape.gram, symmetric)
  if (!symmetric) return
  for (let row: usize = 16; row < pitch; row += 16) {
    for (let column: usize = 0; column < row; column += 16) {
      const upper = shape.gram + (column >> 2) * pitch + row
      transpose4(upper, pitch, shape.gram + (row >> 2) * pitch + column, pitch)
    }
  }
}
