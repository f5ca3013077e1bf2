/** A model in words: for screen readers, and for those who do not know the shapes by sight. */
import { type NamedShape, nameShapes, productName } from '@digon/metrics'
import { type Frame, weightsOf } from '../training/frame.js'
import { summarizeFrame } from './summarize-frame.js'

/** More shapes than this are counted instead of listed. */
const mostListed = 6

/** For example `square: digon of 1 and 3, digon of 2 and 4`, and how many features are in no shape; features are counted from 1, as in the picture. */
export function describeModel(frame: Frame, restart: number): string {
  const weights = weightsOf(frame, restart)
  if (!weights.values.every(Number.isFinite)) return 'the numbers of this model ran away'
  if (frame.outputWeights !== undefined) return describeUntied(frame, restart)
  const shapes = nameShapes(weights)
  if (shapes.length === 0) return 'no feature is longer than one half'
  const whole = productName(shapes)
  const leftOut = shortFeatures(weights.rows, shapes)
  if (shapes.length > mostListed)
    return `${shapes.reduce((sum, { features }) => sum + features.length, 0)} features: ${whole}${leftOut}`
  const parts = shapes.map(describe).join(', ')
  return `${shapes.length > 1 && !/\d/.test(whole) ? `${whole}: ` : ''}${parts}${leftOut}`
}

/** Shapes are of tied weights: W and V can be turned against one another, and only their product counts. */
function describeUntied(frame: Frame, restart: number): string {
  const summary = summarizeFrame(frame, restart)
  if (summary === undefined) return 'the numbers of this model ran away'
  return `${summary.represented} of ${frame.featureCount} features come back through W·V by more than a quarter`
}

/** Features shorter than one half are in no shape, though they may lie in the same dimensions. */
function shortFeatures(featureCount: number, shapes: readonly NamedShape[]): string {
  const count = featureCount - new Set(shapes.flatMap(({ features }) => features)).size
  if (count === 0) return ''
  return `; ${count} ${count === 1 ? 'feature is' : 'features are'} shorter than one half and left out`
}

function describe({ name, features }: NamedShape): string {
  const numbers = features.map((feature) => String(feature + 1))
  if (name === 'dedicated') return `${numbers[0]} alone in a dimension`
  const listed = [numbers.slice(0, -1).join(', '), numbers.at(-1)].join(' and ')
  return name === 'none of these' ? `no regular shape: ${listed}` : `${name} of ${listed}`
}
