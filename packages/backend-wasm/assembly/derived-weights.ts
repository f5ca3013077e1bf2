// Other arrangements of a member's weights that the routes read, made anew every step because the weights have changed.
import { bias, hiddenBias, outputWeights, shape, weights } from './context'
import { transpose4 } from './panels'
import { sumRows } from './rows'

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

/** Output weights as [hidden, feature], and the bias as the outputs at rest of models whose hidden values start from the sum. */
export function prepareOutputWeightsAcross(): void {
  transpose(outputWeights, shape.outputWeightsAcross)
  memory.copy(shape.restingOutputs, bias, <usize>shape.featurePitch << 2)
}

/** Both weights as [hidden, feature]; in tied models they are one block. */
export function prepareAcross(): void {
  transpose(outputWeights, shape.outputWeightsAcross)
  if (!shape.tied) transpose(weights, shape.weightsAcross)
}

/** The Gram matrix W · Vᵀ and the outputs at rest V · hiddenBias + bias. For models whose hidden values are linear. */
export function prepareGram(): void {
  transpose(outputWeights, shape.outputWeightsAcross)
  const pitch = <usize>shape.featurePitch << 2
  const vectors = shape.featurePitch >> 2
  const hiddenPitch = <usize>shape.hiddenPitch << 2
  const across = shape.outputWeightsAcross
  const ordinals = shape.ordinals
  sumRows(ordinals, hiddenBias, shape.hiddenSize, across, pitch, bias, shape.restingOutputs, vectors)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const row = weights + feature * hiddenPitch
    sumRows(ordinals, row, shape.hiddenSize, across, pitch, shape.zeros, shape.gram + feature * pitch, vectors)
  }
}
