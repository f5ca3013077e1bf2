import { type Matrix, multiply, transpose } from '@digon/matrix'
import {
  classifyNeurons,
  featureNorms,
  gramMatrix,
  interference,
  loneFeatureCodes,
  summarizeUntiedMember,
} from '@digon/metrics'
import { type AutoencoderModel, memberParameters, memberWeights, type Parameters } from '@digon/model'
import {
  type Figure,
  featureVectorFigure,
  gramFigure,
  neuronBarsFigure,
  normBarsFigure,
  type PanelLabel,
  type PlannedFigure,
} from '@digon/plot'
import { decoderOf } from '../analyze/analyze-members.js'

/**
 * The figures of members of one shape, a panel each. An untied model is drawn as what it computes: its product W·V (W⁺·V behind a
 * ReLU, W⁺ being W without its negative weights), its encoder and its decoder; one with neurons as what each neuron reads.
 */

/** Panels that a figure shows at most; a picture of a thousand members helps nobody. */
export const mostPanels = 20

/** A member that is drawn. */
export interface DrawnMember {
  /** `[feature, hidden]`, finite. */
  readonly weights: Matrix
  /** `[hidden, feature]`, finite; undefined when it is the transpose of the weights. */
  readonly decoder: Matrix | undefined
  /** `[feature]`, finite; undefined without one. */
  readonly bias: ArrayLike<number> | undefined
  /** What stands above its panel, and the importances that color its features. */
  readonly label: PanelLabel & { readonly importance?: readonly number[] }
}

export function drawnMember(parameters: Parameters, member: number, label: DrawnMember['label']): DrawnMember {
  const bias = memberParameters(parameters, member).bias?.values
  return { weights: memberWeights(parameters, member), decoder: decoderOf(parameters, member), bias, label }
}

/** @param members at least one. @param note what is not drawn, for people; empty for nothing. */
export function figuresOfMembers(
  members: readonly DrawnMember[],
  hiddenActivation: AutoencoderModel['hiddenActivation'],
  note: string,
): readonly PlannedFigure[] {
  const [first] = members
  const { rows: featureCount, columns: hiddenSize } = first!.weights
  const isUntied = first!.decoder !== undefined
  const product = isUntied ? (hiddenActivation === 'identity' ? 'W·V' : 'W⁺·V') : 'W Wᵀ'
  const shown = note === '' ? '' : ` ${note}.`
  const shared = note === '' ? {} : { note }
  const neurons = (): Figure =>
    neuronBarsFigure({
      ...shared,
      name: 'neurons',
      title: 'Input weights of each neuron',
      description: `Weights from features to neurons, colored by the interference of the feature.${shown}`,
      panels: members.map(({ weights, label }) => {
        return { ...label, weights, interference: interference(weights), neurons: classifyNeurons(weights) }
      }),
    })
  const gram = (): Figure =>
    gramFigure({
      ...shared,
      name: 'gram',
      title: isUntied ? 'Products of encoder and decoder, and biases' : 'Dot products of feature vectors, and biases',
      description: `${product} of each member as a heat map with its output bias beside it.${shown}`,
      product,
      panels: members.map(({ weights, decoder, bias, label }) => ({
        ...label,
        gram:
          decoder === undefined ? gramMatrix(weights) : multiply(loneFeatureCodes(weights, hiddenActivation), decoder),
        ...(bias && { bias }),
      })),
    })
  const norms = (): Figure =>
    normBarsFigure({
      ...shared,
      name: 'norms',
      title: isUntied ? 'How much of each feature is reconstructed' : 'Norms of feature vectors',
      description: `${isUntied ? `√|(${product})ᵢᵢ|` : 'Norm'} of each feature, colored by the interference from the others.${shown}`,
      hiddenSize,
      panels: members.map(({ weights, decoder, label }) => {
        if (decoder === undefined)
          return { ...label, norms: featureNorms(weights), interference: interference(weights) }
        const { features } = summarizeUntiedMember(weights, decoder, undefined, hiddenActivation)
        return {
          ...label,
          norms: features.map(({ norm }) => norm),
          interference: features.map((feature) => feature.interference),
        }
      }),
    })
  const arms = (name: string, part: 'encoder' | 'decoder') => (): Figure =>
    featureVectorFigure({
      ...shared,
      name,
      title: isUntied ? `Feature vectors of the ${part}` : 'Feature vectors',
      description: `The features of each member as arms in the plane, colored by its own importances.${shown}`,
      importance: new Array<number>(featureCount).fill(1),
      panels: members.map(({ weights, decoder, label }) => {
        return { ...label, weights: part === 'encoder' ? weights : transpose(decoder!) }
      }),
    })
  const planned: Record<string, () => Figure> = {
    ...(hiddenSize === 2 && { vectors: arms('vectors', 'encoder') }),
    ...(hiddenSize === 2 && isUntied && { 'decoder-vectors': arms('decoder-vectors', 'decoder') }),
    ...(hiddenActivation !== 'identity' && { neurons }),
    ...{ gram, norms },
  }
  return Object.entries(planned).map(([name, make]) => ({ name, make }))
}
