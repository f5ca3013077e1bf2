// Other arrangements of a member's weights that the routes read, made anew every step because the weights have changed.
import { bias, hiddenBias, outputWeights, shape, weights } from './context'
import { sumRows } from './rows'

/** Transposes [feature, hidden] into [hidden, feature], both padded to multiples of four. */
function transpose(source: usize, target: usize): void {
  const sourcePitch = <usize>shape.hiddenPitch << 2
  const targetPitch = <usize>shape.featurePitch << 2
  for (let feature = 0; feature < shape.featurePitch; feature += 4) {
    let from = source + <usize>feature * sourcePitch
    let to = target + (<usize>feature << 2)
    for (let column = 0; column < shape.hiddenPitch; column += 4) {
      const a = v128.load(from)
      const b = v128.load(from + sourcePitch)
      const c = v128.load(from + 2 * sourcePitch)
      const d = v128.load(from + 3 * sourcePitch)
      const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5)
      const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7)
      const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5)
      const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7)
      v128.store(to, i64x2.shuffle(ab0, cd0, 0, 2))
      v128.store(to + targetPitch, i64x2.shuffle(ab0, cd0, 1, 3))
      v128.store(to + 2 * targetPitch, i64x2.shuffle(ab1, cd1, 0, 2))
      v128.store(to + 3 * targetPitch, i64x2.shuffle(ab1, cd1, 1, 3))
      from += 16
      to += 4 * targetPitch
    }
  }
}

/** Output weights as [hidden, feature], and the bias as the outputs at rest of models whose hidden values start from the sum. */
export function prepareOutputWeightsAcross(): void {
  transpose(outputWeights, shape.outputWeightsAcross)
  memory.copy(shape.restingOutputs, bias, <usize>shape.featurePitch << 2)
}

/** Weights as [hidden, feature]; in tied models the same block as the output weights across. */
export function prepareWeightsAcross(): void {
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
