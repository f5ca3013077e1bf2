import { multiply, transpose } from '@digon/matrix'
import { classifyNeurons, featureNorms, gramMatrix, interference, summarizeUntiedMember } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import {
  type Figure,
  featureVectorFigure,
  gramFigure,
  neuronBarsFigure,
  normBarsFigure,
  type PanelLabel,
} from '@digon/plot'
import { analyzeMembers, decoderOf, isUnreadable, type MeasuredModel } from '../analyze/analyze-members.js'

/**
 * The figures of weights, whoever trained them. An untied model is drawn as what it computes: its product W·V, its encoder and
 * its decoder; one with neurons as what each neuron reads.
 */

/** Panels that a figure shows at most; a picture of a thousand members helps nobody. */
const mostPanels = 20

export interface ModelFigureOptions {
  /** What stands above the panel of a member, beside its number. Default: nothing. */
  readonly probabilityOf?: (member: number) => number | undefined
  /** `[feature]`: the color of feature vectors. Default: all the same, as files of weights do not say it. */
  readonly importanceOf?: (member: number) => readonly number[]
}

/** @throws {ShapeError} when no member has numbers that can be drawn. */
export function figuresOfModel(model: MeasuredModel, options: ModelFigureOptions = {}): readonly Figure[] {
  const { parameters, hiddenActivation } = model
  const analyzed = analyzeMembers(model)
  const readable = [...analyzed.keys()].filter((member) => !isUnreadable(analyzed[member]!))
  const members = readable.slice(0, mostPanels).map((member) => {
    const weights = memberWeights(parameters, member)
    const decoder = decoderOf(parameters, member)
    const bias = memberParameters(parameters, member).bias?.values
    const probability = options.probabilityOf?.(member)
    const label: PanelLabel = { note: `member ${member}`, ...(probability !== undefined && { probability }) }
    return { member, weights, decoder, bias, label }
  })
  const [first] = members
  const { rows: featureCount, columns: hiddenSize } = first!.weights
  const isUntied = first!.decoder !== undefined
  const left = analyzed.length - members.length
  const shown = left > 0 ? ` ${members.length} of ${analyzed.length} members.` : ''
  const figures: Figure[] = []
  if (hiddenActivation !== 'identity') {
    figures.push(
      neuronBarsFigure({
        name: 'neurons',
        title: 'What each neuron reads',
        description: `Weights from features to neurons, colored by the interference of the feature.${shown}`,
        panels: members.map(({ weights, label }) => {
          return { ...label, weights, interference: interference(weights), neurons: classifyNeurons(weights) }
        }),
      }),
    )
  }
  figures.push(
    gramFigure({
      name: 'gram',
      title: isUntied ? 'Products of encoder and decoder, and biases' : 'Products of feature vectors, and biases',
      description: `${isUntied ? 'W·V' : 'W Wᵀ'} of each member as a heat map with its output bias beside it.${shown}`,
      product: isUntied ? 'W·V' : 'W Wᵀ',
      panels: members.map(({ weights, decoder, bias, label }) => ({
        ...label,
        gram: decoder === undefined ? gramMatrix(weights) : multiply(weights, decoder),
        ...(bias && { bias }),
      })),
    }),
    normBarsFigure({
      name: 'norms',
      title: isUntied ? 'How much of each feature comes back' : 'Norms of feature vectors',
      description: `${isUntied ? '√|(W·V)ᵢᵢ|' : 'Norm'} of each feature, colored by the interference from the others.${shown}`,
      hiddenSize,
      panels: members.map(({ weights, decoder, label }) => {
        if (decoder === undefined)
          return { ...label, norms: featureNorms(weights), interference: interference(weights) }
        const { features } = summarizeUntiedMember(weights, decoder)
        return {
          ...label,
          norms: features.map(({ norm }) => norm),
          interference: features.map((feature) => feature.interference),
        }
      }),
    }),
  )
  if (hiddenSize !== 2) return figures
  const importance = options.importanceOf?.(first!.member) ?? new Array<number>(featureCount).fill(1)
  const arms = (part: 'encoder' | 'decoder'): Figure =>
    featureVectorFigure({
      name: part === 'encoder' ? 'vectors' : 'decoder-vectors',
      title: isUntied ? `Feature vectors of the ${part}` : 'Feature vectors',
      description: `The features of each member as arms in the plane, colored by importance.${shown}`,
      importance,
      panels: members.map(({ weights, decoder, label }) => {
        return { ...label, weights: part === 'encoder' ? weights : transpose(decoder!) }
      }),
    })
  return [arms('encoder'), ...(isUntied ? [arms('decoder')] : []), ...figures]
}
