/** Whether hidden units stand for one feature or for several: for models with a ReLU hidden layer (paper §10 and §11). */
import { checkFinite, type Matrix } from '@digon/matrix'

/** What one hidden unit responds to. */
export interface NeuronSummary {
  /** `silent`: nothing that counts; `monosemantic`: one feature; `polysemantic`: two or more. */
  readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
  /** The features that count, the one with the largest weight first (at equal weights the lower index). */
  readonly features: readonly { readonly feature: number; readonly weight: number }[]
}

/**
 * One summary per hidden unit of weights `[feature, hidden]`, in their order. A feature counts for a unit when |weight| is
 * greater than `share` of the unit's largest |weight|; a unit is silent when its largest |weight| is not greater than `share` of
 * the largest in the whole matrix.
 *
 * @param share from 0 to 1, 1 excluded. Default 0.2.
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when the share is out of range.
 */
export function classifyNeurons(weights: Matrix, share = 0.2): NeuronSummary[] {
  checkFinite(weights, 'weights')
  if (!(share >= 0 && share < 1))
    throw new RangeError(`invalid share: ${share}; expected a number from 0 to 1, 1 excluded`)
  const { rows: featureCount, columns: hiddenSize, values } = weights
  const columns = Array.from({ length: hiddenSize }, (_, hidden) =>
    Array.from({ length: featureCount }, (_, feature) => ({
      feature,
      weight: values[feature * hiddenSize + hidden]!,
    })).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.feature - b.feature),
  )
  const largest = (column: readonly { weight: number }[]) => Math.abs(column[0]?.weight ?? 0)
  const overall = columns.reduce((most, column) => Math.max(most, largest(column)), 0)
  return columns.map((column) => {
    if (largest(column) <= share * overall) return { kind: 'silent', features: [] }
    const features = column.filter(({ weight }) => Math.abs(weight) > share * largest(column))
    return { kind: features.length === 1 ? 'monosemantic' : 'polysemantic', features }
  })
}

/**
 * How many hidden units stand for exactly one feature.
 *
 * @param weights `[feature, hidden]`.
 * @param share as for `classifyNeurons`. Default 0.2.
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when the share is out of range.
 */
export function monosemanticNeuronCount(weights: Matrix, share?: number): number {
  return classifyNeurons(weights, share).filter(({ kind }) => kind === 'monosemantic').length
}
