/** Whether hidden units stand for one feature or for several: for models with a ReLU hidden layer (paper §10 and §11). */
import { checkFinite, type Matrix, ShapeError } from '@digon/matrix'

/** What one hidden unit does to the output. */
export interface NeuronSummary {
  /** `silent`: nothing that counts; `monosemantic`: one feature; `polysemantic`: two or more. */
  readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
  /** The features that count, with what the unit reads of them; the strongest first (at equal strength the lower index). */
  readonly features: readonly { readonly feature: number; readonly weight: number }[]
}

/** Options of `classifyNeurons`. */
export interface NeuronOptions {
  /** From 0 to 1, 1 excluded. Default 0.2. */
  readonly share?: number
  /** `[hidden, feature]`, what each unit puts out. Default: tied, the same weights once more. */
  readonly outputWeights?: Matrix
  /** Features are never negative, so that a unit without a positive weight is never on and so silent. Default false. */
  readonly positive?: boolean
}

/**
 * One summary per hidden unit of weights `[feature, hidden]`, in their order. The strength of a feature on a unit is
 * √|weight read · weight put out|, at most 1: |weight| in tied models, and 1 where the unit alone puts out the whole feature.
 * It stays as it is when a unit is scaled and its output weights the other way round. A feature counts when its strength is
 * greater than `share` of the unit's greatest; a unit is silent when no strength is greater than `share`.
 *
 * @throws {ShapeError} when a weight is not finite, or the output weights do not fit.
 * @throws {RangeError} when the share is out of range.
 */
export function classifyNeurons(weights: Matrix, options: NeuronOptions = {}): NeuronSummary[] {
  const { share = 0.2, outputWeights, positive = false } = options
  const { rows: featureCount, columns: hiddenSize, values } = weights
  checkFinite(weights, 'weights')
  if (outputWeights) checkOutputWeights(outputWeights, weights)
  if (!(share >= 0 && share < 1))
    throw new RangeError(`invalid share: ${share}; expected a number from 0 to 1, 1 excluded`)
  return Array.from({ length: hiddenSize }, (_, hidden): NeuronSummary => {
    const synapses = Array.from({ length: featureCount }, (_, feature) => {
      const weight = values[feature * hiddenSize + hidden]!
      const output = outputWeights?.values[hidden * featureCount + feature] ?? weight
      return { feature, weight, product: Math.abs(weight * output) }
    }).sort((a, b) => b.product - a.product || a.feature - b.feature)
    const strength = ({ product }: { product: number }) => Math.min(1, Math.sqrt(product))
    const isOn = synapses.some((synapse) => strength(synapse) > share && !(positive && synapse.weight < 0))
    if (!isOn) return { kind: 'silent', features: [] }
    const counted = synapses.filter((synapse) => strength(synapse) > share * strength(synapses[0]!))
    const features = counted.map(({ feature, weight }) => ({ feature, weight }))
    return { kind: features.length === 1 ? 'monosemantic' : 'polysemantic', features }
  })
}

/**
 * How many hidden units stand for exactly one feature.
 *
 * @param weights `[feature, hidden]`.
 * @throws as `classifyNeurons`.
 */
export function monosemanticNeuronCount(weights: Matrix, options?: NeuronOptions): number {
  return classifyNeurons(weights, options).filter(({ kind }) => kind === 'monosemantic').length
}

function checkOutputWeights(outputWeights: Matrix, { rows, columns }: Matrix): void {
  checkFinite(outputWeights, 'outputWeights')
  if (outputWeights.rows === columns && outputWeights.columns === rows) return
  const found = `${outputWeights.rows} × ${outputWeights.columns}`
  throw new ShapeError('outputWeights', found, `${columns} × ${rows}`)
}
