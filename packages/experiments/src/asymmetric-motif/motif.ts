/** The asymmetric superposition motif of paper §11, found in given weights. */
import type { Matrix } from '@digon/matrix'

export interface Motif {
  /** The neuron that two features share. */
  readonly neuron: number
  /** Reads large and puts out small, so that the other one hardly disturbs it. */
  readonly strong: FeatureOnNeuron
  /** Reads small and puts out large, so that the strong one disturbs it. */
  readonly weak: FeatureOnNeuron
  /** |input weight of the strong one| over |that of the weak one|. */
  readonly inputRatio: number
  /** Output weight of the weak one over that of the strong one. */
  readonly outputRatio: number
  /** How far the strong feature drives the weak one’s output through this neuron, at the x = ±1 that switches it on. */
  readonly drive: number
  /** The most that another neuron then pulls that output down, ≤ 0. */
  readonly inhibition: number
  /** The neuron that does; null for none. */
  readonly inhibitor: Inhibitor | null
  /** What the model outputs for the weak feature when the strong one alone is at that x = ±1, before the ReLU of the output. */
  readonly left: number
}

export interface Inhibitor {
  readonly neuron: number
  readonly strong: FeatureOnNeuron
  readonly weak: FeatureOnNeuron
}

export interface FeatureOnNeuron {
  readonly feature: number
  readonly input: number
  readonly output: number
}

export interface MotifThresholds {
  /** Least ratio of the two inputs, and of the two outputs the other way round. Default 3; the paper has 4. */
  readonly leastRatio?: number
  /**
   * Least product of input and output weight of either feature: what the neuron does for it, 1 for a whole side of |x|.
   * Default 0.25.
   */
  readonly leastPart?: number
}

/**
 * All pairs of features on one neuron, with both ratios large enough and both features truly computed there.
 *
 * @param weights `[feature, hidden]`.
 * @param outputWeights `[hidden, feature]`.
 * @param bias `[feature]`, of the outputs.
 */
export function findMotifs(
  weights: Matrix,
  outputWeights: Matrix,
  bias: ArrayLike<number>,
  thresholds: MotifThresholds = {},
): readonly Motif[] {
  const { leastRatio = 3, leastPart = 0.25 } = thresholds
  const { rows: featureCount, columns: hiddenSize } = weights
  const motifs: Motif[] = []
  for (let neuron = 0; neuron < hiddenSize; neuron++) {
    const computed = Array.from({ length: featureCount }, (_, feature) =>
      featureOn(neuron, feature, weights, outputWeights),
    ).filter(({ input, output }) => output > 0 && Math.abs(input) * output >= leastPart)
    for (const strong of computed) {
      for (const weak of computed) {
        const inputRatio = Math.abs(strong.input / weak.input)
        const outputRatio = weak.output / strong.output
        if (inputRatio < leastRatio || outputRatio < leastRatio) continue
        const drive = Math.abs(strong.input) * weak.output
        const found = effectsOn(weights, outputWeights, neuron, strong, weak)
        const left = found.total + bias[weak.feature]!
        const { inhibition, inhibitor } = found
        motifs.push({ neuron, strong, weak, inputRatio, outputRatio, drive, inhibition, inhibitor, left })
      }
    }
  }
  return motifs
}

/** What the strong feature alone, at the sign that switches the motif's neuron on, does to the weak one's output through all neurons. */
function effectsOn(
  weights: Matrix,
  outputWeights: Matrix,
  except: number,
  strong: FeatureOnNeuron,
  weak: FeatureOnNeuron,
): { readonly total: number; readonly inhibition: number; readonly inhibitor: Inhibitor | null } {
  let [total, inhibition, inhibitor] = [0, 0, -1]
  for (let neuron = 0; neuron < weights.columns; neuron++) {
    const { input } = featureOn(neuron, strong.feature, weights, outputWeights)
    const effect =
      Math.max(0, input * Math.sign(strong.input)) * featureOn(neuron, weak.feature, weights, outputWeights).output
    total += effect
    if (neuron !== except && effect < inhibition) [inhibition, inhibitor] = [effect, neuron]
  }
  if (inhibitor < 0) return { total, inhibition, inhibitor: null }
  const of = ({ feature }: FeatureOnNeuron) => featureOn(inhibitor, feature, weights, outputWeights)
  return { total, inhibition, inhibitor: { neuron: inhibitor, strong: of(strong), weak: of(weak) } }
}

function featureOn(neuron: number, feature: number, weights: Matrix, outputWeights: Matrix): FeatureOnNeuron {
  return {
    feature,
    input: weights.values[feature * weights.columns + neuron]!,
    output: outputWeights.values[neuron * outputWeights.columns + feature]!,
  }
}
