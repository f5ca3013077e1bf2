/** The color of a feature by the set that it belongs to: for correlated and exclusive features. */
import { InvalidFigureError } from './invalid-figure-error.js'
import { seriesColors } from './palette.js'

/** A color channel for the field `set`, which holds one of the labels. */
export function setColor(labels: readonly string[]): {
  field: 'set'
  type: 'nominal'
  scale: { domain: string[]; range: string[] }
} {
  return {
    field: 'set',
    type: 'nominal',
    scale: { domain: [...labels], range: seriesColors.slice(0, labels.length) },
  }
}

/**
 * One label per set: those given, else `set 1`, `set 2`, ….
 *
 * @throws {InvalidFigureError} when a set is not an integer from 0 to 6, or there are fewer labels than sets.
 */
export function setLabelsOf(sets: ArrayLike<number>, given?: readonly string[]): string[] {
  for (const [feature, set] of Array.from(sets).entries()) {
    if (!Number.isInteger(set) || set < 0 || set >= seriesColors.length) {
      throw new InvalidFigureError(`sets[${feature}]`, String(set), `an integer from 0 to ${seriesColors.length - 1}`)
    }
  }
  const count = Math.max(-1, ...Array.from(sets)) + 1
  if (given !== undefined && given.length < count) {
    throw new InvalidFigureError('setLabels', `${given.length} labels`, `${count}, one per set`)
  }
  return Array.from({ length: count }, (_, set) => given?.[set] ?? `set ${set + 1}`)
}
