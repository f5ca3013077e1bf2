// From the matrix of feature pairs P = Σ input · slopeᵀ, [feature, feature], to the gradient: P · V for the weights, Pᵀ · W
// for the output weights; in tied models both are one product with P + Pᵀ.
import { outputWeightGradient, outputWeights, shape, weightGradient, weights } from './context'
import { transpose4 } from './panels'
import { addMatrixProduct } from './tile-products'

/** Adds the share of the samples that went through pairs. The matrix is not the same afterwards. */
export function addPairGradient(): void {
  if (shape.tied) {
    addAcross()
    multiplyPairs(weights, weightGradient)
    return
  }
  multiplyPairs(outputWeights, weightGradient)
  turn()
  multiplyPairs(weights, outputWeightGradient)
}

function multiplyPairs(right: usize, target: usize): void {
  const pitch = <usize>shape.featurePitch << 2
  const hiddenPitch = <usize>shape.hiddenPitch << 2
  addMatrixProduct(shape.pairs, pitch, shape.featurePitch, shape.featureCount, right, hiddenPitch, target)
}

/** 4 × 4 floats, turned. */
const block: usize = memory.data(64, 16)

/** P ← P + Pᵀ. */
function addAcross(): void {
  const pitch = <usize>shape.featurePitch << 2
  const pairs = shape.pairs
  for (let row: usize = 0; row < pitch; row += 16) {
    for (let column = row; column < pitch; column += 16) {
      const upper = pairs + row * <usize>shape.featurePitch + column
      const lower = pairs + column * <usize>shape.featurePitch + row
      transpose4(lower, pitch, block, 16)
      for (let line: usize = 0; line < 4; line++) {
        const at = upper + line * pitch
        v128.store(at, f32x4.add(v128.load(at), v128.load(block + (line << 4))))
      }
      if (row != column) transpose4(upper, pitch, lower, pitch)
    }
  }
}

/** P ← Pᵀ. */
function turn(): void {
  const pitch = <usize>shape.featurePitch << 2
  const pairs = shape.pairs
  for (let row: usize = 0; row < pitch; row += 16) {
    for (let column = row; column < pitch; column += 16) {
      const upper = pairs + row * <usize>shape.featurePitch + column
      const lower = pairs + column * <usize>shape.featurePitch + row
      transpose4(lower, pitch, block, 16)
      transpose4(upper, pitch, lower, pitch)
      for (let line: usize = 0; line < 4; line++) v128.store(upper + line * pitch, v128.load(block + (line << 4)))
    }
  }
}
