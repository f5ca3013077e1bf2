/** A model in words: for screen readers, and for those who do not know the shapes by sight. */
import { type NamedShape, nameShapes, productName } from '@digon/metrics'
import { featureLabels } from '../experiment/feature-names.js'
import { type Frame, weightsOf } from '../training/frame.js'
import { productOf, summarizeFrame } from './summarize-frame.js'

/** More shapes than this are counted instead of listed. */
const mostListed = 6

/** A piece of the words on a model, and the features that it speaks of, counted from 0. */
export interface DescribedPart {
  readonly text: string
  readonly features: readonly number[]
}

/** The parts as one text, for example `square: digon of 1 and 3, digon of 2 and 4`. */
export function textOf(parts: readonly DescribedPart[]): string {
  return parts.map(({ text }) => text).join('')
}

/**
 * A model in words: the whole, every shape, and the features that are in none.
 *
 * @param labels of the features, as in the picture. Default: their numbers, counted from 1.
 */
export function partsOfModel(
  frame: Frame,
  restart: number,
  labels: readonly string[] = featureLabels([], frame.featureCount),
): readonly DescribedPart[] {
  const weights = weightsOf(frame, restart)
  if (!weights.values.every(Number.isFinite)) return [words('the numbers of this model ran away')]
  if (frame.outputWeights !== undefined) return [words(describeUntied(frame, restart))]
  const shapes = nameShapes(weights)
  if (shapes.length === 0) return [words('no feature is longer than one half')]
  const whole = productName(shapes)
  const represented = [...new Set(shapes.flatMap(({ features }) => features))]
  const short = Array.from({ length: weights.rows }, (_, feature) => feature).filter(
    (feature) => !represented.includes(feature),
  )
  const rest = short.length === 0 ? [] : [words('; '), { text: shortFeatures(short.length), features: short }]
  if (shapes.length > mostListed) {
    return [{ text: `${represented.length} features: ${whole}`, features: represented }, ...rest]
  }
  const isNamed = shapes.length > 1 && !/\d/.test(whole)
  const parts = shapes.flatMap((shape, index) => [
    ...(index > 0 ? [words(', ')] : []),
    { text: describe(shape, labels), features: shape.features },
  ])
  return [...(isNamed ? [{ text: whole, features: represented }, words(': ')] : []), ...parts, ...rest]
}

function words(text: string): DescribedPart {
  return { text, features: [] }
}

/** Shapes are of tied weights: W and V can be turned against one another, and only their product counts. */
function describeUntied(frame: Frame, restart: number): string {
  const summary = summarizeFrame(frame, restart)
  if (summary === undefined) return 'the numbers of this model ran away'
  return `${summary.represented} of ${frame.featureCount} features come back through ${productOf(frame)} by more than a quarter`
}

/** Features shorter than one half are in no shape, though they may lie in the same dimensions. */
function shortFeatures(count: number): string {
  return `${count} ${count === 1 ? 'feature is' : 'features are'} shorter than one half and left out`
}

function describe({ name, features }: NamedShape, labels: readonly string[]): string {
  const words = features.map((feature) => labels[feature]!)
  if (name === 'dedicated') return `${words[0]} alone in a dimension`
  const listed = [words.slice(0, -1).join(', '), words.at(-1)].join(' and ')
  return name === 'none of these' ? `no regular shape: ${listed}` : `${name} of ${listed}`
}
