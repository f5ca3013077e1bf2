/** The picture in words: for screen readers, and for those who do not know the shapes by sight. */
import { type NamedShape, nameShapes, productName } from '@digon/metrics'
import type { RestartFrame } from '../trainer/frame.js'
import { featureCount } from '../trainer/settings.js'

/** For example `square: digon of 1 and 3, digon of 2 and 4`; features are counted from 1, as in the picture. */
export function describeShapes({ weights }: Pick<RestartFrame, 'weights'>): string {
  const shapes = nameShapes({ rows: featureCount, columns: 2, values: Float64Array.from(weights) })
  if (shapes.length === 0) return 'no feature is longer than one half'
  const parts = shapes.map(describe).join(', ')
  const whole = productName(shapes)
  return shapes.length > 1 && !/\d/.test(whole) ? `${whole}: ${parts}` : parts
}

function describe({ name, features }: NamedShape): string {
  const numbers = features.map((feature) => String(feature + 1))
  if (name === 'dedicated') return `${numbers[0]} alone in a dimension`
  const listed = [numbers.slice(0, -1).join(', '), numbers.at(-1)].join(' and ')
  return name === 'none of these' ? `no regular shape: ${listed}` : `${name} of ${listed}`
}
