/** What the hidden units of an encoder show for one feature at a time. */
import { checkFinite, type Matrix, matrix } from '@digon/matrix'

/**
 * Row i is what feature i alone, at 1, puts on the hidden units: row i of the encoder or, where they are neurons, what a ReLU leaves
 * of it. A hidden bias is left out.
 *
 * @param encoder W `[feature, hidden]`, never changed.
 * @param hiddenActivation Default: identity.
 * @throws {ShapeError} when a weight is not finite.
 */
export function loneFeatureCodes(encoder: Matrix, hiddenActivation: 'identity' | 'relu' = 'identity'): Matrix {
  checkFinite(encoder, 'weights')
  if (hiddenActivation === 'identity') return encoder
  const values = Float64Array.from(encoder.values, (value) => Math.max(0, value))
  return matrix(encoder.rows, encoder.columns, values)
}
