/** Standard normal numbers from the counter-based stream, the same bits on every machine. */
import { naturalLogarithm, purpose, wordsAt } from '@digon/data'

/** Words are fetched in pages of this many; page k is the address (seed, initialization, step 0, sample k). */
const pageLength = 64

/**
 * The first `count` values of the standard normal stream of a seed, in float64; a longer answer begins with the shorter one.
 * Marsaglia's polar method: from words u, v to x, y in (−1, 1), odd multiples of 2⁻³²; pairs outside the unit circle are
 * skipped; with s = x² + y² the pair of values is (x, y) · √(−2 ln s / s).
 */
export function normalValues(seed: number, count: number): Float64Array {
  const values = new Float64Array(count)
  const next = symmetricUniforms(seed)
  for (let made = 0; made < count; ) {
    const x = next()
    const y = next()
    const s = x * x + y * y
    if (s >= 1) continue
    const scale = Math.sqrt((-2 * naturalLogarithm(s)) / s)
    values[made++] = x * scale
    if (made < count) values[made++] = y * scale
  }
  return values
}

/** Numbers (2w + 1 − 2³²) · 2⁻³² of the words w in turn: uniform on (−1, 1), symmetric, never 0. */
function symmetricUniforms(seed: number): () => number {
  let page = -1
  let index = pageLength
  let words: Uint32Array = new Uint32Array(0)
  return () => {
    if (index === pageLength) {
      words = wordsAt(seed, purpose.initialization, 0, ++page, pageLength)
      index = 0
    }
    return (2 * words[index++]! + 1 - 2 ** 32) / 2 ** 32
  }
}
