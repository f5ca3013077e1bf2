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
  type PlannedFigure,
} from '@digon/plot'
import { analyzeMembers, decoderOf, isUnreadable, type MeasuredModel } from '../analyze/analyze-members.js'

/**
 * The figures of weights, whoever trained them. An untied model is drawn as what it computes: its product W·V, its encoder and
 * its decoder; one with neurons as what each neuron reads.
 */

/** Panels that a figure shows at most; a picture of a thousand members helps nobody. */
const mostPanels = 20

/** What a run knows of a member, and a file of weights does not. */
export interface KnownMember {
  /** P(feature is active) that its training ended with. */
  readonly probability?: number
  /** `[feature]`. */
  readonly importance: readonly number[]
  /** The step from which on it was not trained any more. */
  readonly divergedAt?: number
}

/**
 * @param knownOf what is known of a member, each for itself. Default: nothing; then all colors are the same, and no order is claimed.
 * @throws {ShapeError} when no member has numbers that can be drawn.
 */
export function figuresOfModel(
  model: MeasuredModel,
  knownOf: (member: number) => KnownMember | undefined = () => undefined,
): readonly PlannedFigure[] {
  const { parameters, hiddenActivation } = model
  const analyzed = analyzeMembers(model)
  const readable = [...analyzed.keys()].filter((member) => !isUnreadable(analyzed[member]!))
  // Weights that ran away would set the scale, on which nothing else could be seen.
  const sound = readable.filter((member) => knownOf(member)?.divergedAt === undefined)
  const chosen = sound.length > 0 ? sound : readable
  const members = chosen.slice(0, mostPanels).map((member) => {
    const weights = memberWeights(parameters, member)
    const decoder = decoderOf(parameters, member)
    const bias = memberParameters(parameters, member).bias?.values
    const { probability, importance, divergedAt } = knownOf(member) ?? {}
    const fate = divergedAt === undefined ? '' : `, diverged at step ${divergedAt}`
    const label: PanelLabel & { importance?: readonly number[] } = {
      note: `member ${member}${fate}`,
      ...(probability !== undefined && { probability }),
      ...(importance && { importance }),
    }
    return { weights, decoder, bias, label }
  })
  const [first] = members
  const { rows: featureCount, columns: hiddenSize } = first!.weights
  const isUntied = first!.decoder !== undefined
  const note = notShown(members.length, chosen.length, readable.length, analyzed.length)
  const shown = note === undefined ? '' : ` ${note}.`
  const shared = note === undefined ? {} : { note }
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
      description: `${isUntied ? 'W·V' : 'W Wᵀ'} of each member as a heat map with its output bias beside it.${shown}`,
      product: isUntied ? 'W·V' : 'W Wᵀ',
      panels: members.map(({ weights, decoder, bias, label }) => ({
        ...label,
        gram: decoder === undefined ? gramMatrix(weights) : multiply(weights, decoder),
        ...(bias && { bias }),
      })),
    })
  const norms = (): Figure =>
    normBarsFigure({
      ...shared,
      name: 'norms',
      title: isUntied ? 'How much of each feature is reconstructed' : 'Norms of feature vectors',
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

/** Which models a picture leaves out; undefined for none. */
function notShown(drawn: number, chosen: number, readable: number, all: number): string | undefined {
  const said = [
    ...(drawn < chosen ? [`the first ${drawn} of ${chosen.toLocaleString('en')} models`] : []),
    ...(chosen < readable ? [`${(readable - chosen).toLocaleString('en')} that diverged left out`] : []),
    ...(readable < all ? [`${(all - readable).toLocaleString('en')} left out: their numbers are not finite`] : []),
  ]
  return said.length === 0 ? undefined : said.join('; ')
}
