/** Random numbers for tests: reproducible, and good enough for noise. Not part of the package's interface. */
import { type Matrix, matrix } from '@digon/matrix'

/** A source of uniform numbers in [0, 1): Marsaglia's xorshift32. The seed is an integer other than 0. */
export function uniformSource(seed: number): () => number {
  let state = seed | 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** One standard normal number a call, by the Box–Muller transform. */
export function normalSource(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** Every number plus normal noise of this deviation. */
export function withNoise(of: Matrix, deviation: number, normal: () => number): Matrix {
  return matrix(
    of.rows,
    of.columns,
    Float64Array.from(of.values, (value) => value + deviation * normal()),
  )
}
