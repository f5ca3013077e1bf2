/** When two laws are the same: engines compile equal laws once, also when each member brings its own copy from a file. */
import type { FeatureLaw } from './law.js'

/** Every field of a law and of its parts, in the order of the key. */
const fields = [
  ...['kind', 'probability', 'activeCount', 'groups', 'features', 'parents', 'exclusive', 'correlation', 'weights'],
  ...['values', 'value', 'least', 'greatest', 'mean', 'deviation'],
]

/** A text that is the same for equal laws, whatever the order of their fields, and different for others. */
export function lawKey(law: FeatureLaw): string {
  return JSON.stringify(law, fields)
}
