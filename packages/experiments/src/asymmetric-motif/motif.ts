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
  /** Which neuron does; −1 for none. */
  readonly inhibitor: number
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
 */
export function findMotifs(weights: Matrix, outputWeights: Matrix, thresholds: MotifThresholds = {}): readonly Motif[] {
  const { leastRatio = 3, leastPart = 0.25 } = thresholds
  const { rows: featureCount, columns: hiddenSize } = weights
  const motifs: Motif[] = []
  for (let neuron = 0; neuron < hiddenSize; neuron++) {
    const computed = Array.from({ length: featureCount }, (_, feature) => ({
      feature,
      input: weights.values[feature * hiddenSize + neuron]!,
      output: outputWeights.values[neuron * featureCount + feature]!,
    })).filter(({ input, output }) => output > 0 && Math.abs(input) * output >= leastPart)
    for (const strong of computed) {
      for (const weak of computed) {
        const inputRatio = Math.abs(strong.input / weak.input)
        const outputRatio = weak.output / strong.output
        if (inputRatio < leastRatio || outputRatio < leastRatio) continue
        const drive = Math.abs(strong.input) * weak.output
        const found = strongestInhibition(weights, outputWeights, neuron, strong, weak)
        motifs.push({ neuron, strong, weak, inputRatio, outputRatio, drive, ...found })
      }
    }
  }
  return motifs
}

/** Of the other neurons that the strong feature switches on at the same sign: the one that pulls the weak one down most. */
function strongestInhibition(
  weights: Matrix,
  outputWeights: Matrix,
  except: number,
  strong: FeatureOnNeuron,
  weak: FeatureOnNeuron,
): { inhibition: number; inhibitor: number } {
  const { rows: featureCount, columns: hiddenSize } = weights
  let [inhibition, inhibitor] = [0, -1]
  for (let neuron = 0; neuron < hiddenSize; neuron++) {
    if (neuron === except) continue
    const activation = weights.values[strong.feature * hiddenSize + neuron]! * Math.sign(strong.input)
    const effect = activation * outputWeights.values[neuron * featureCount + weak.feature]!
    if (activation > 0 && effect < inhibition) [inhibition, inhibitor] = [effect, neuron]
  }
  return { inhibition, inhibitor }
}
