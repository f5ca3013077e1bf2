/** Random numbers for what no engine draws: one stream per seed, the same numbers everywhere. */
import { normalQuantile, wordsAt } from '@digon/data'

/** Independent random numbers, one after the other. */
export interface RandomStream {
  /** Uniform on (0, 1), both ends excluded; a multiple of 2⁻³³. */
  uniform(): number
  /** Standard normal. */
  normal(): number
}

/** Numbers from 4 up are free for uses of one's own; that of the capacity experiment is 4. */
const purpose = 5
const pageLength = 4096

/** @param seed an integer in [0, 2⁵³). */
export function randomStream(seed: number): RandomStream {
  return normalsOf(uniformsOf(seed))
}

/** The stream whose uniform numbers these are, and whose normal numbers are their quantiles. */
export function normalsOf(uniform: () => number): RandomStream {
  return { uniform, normal: () => normalQuantile(uniform()) }
}

function uniformsOf(seed: number): () => number {
  let page = 0
  let words: Uint32Array = new Uint32Array(0)
  let next = 0
  return () => {
    if (next === words.length) {
      words = wordsAt(seed, purpose, page++, 0, pageLength)
      next = 0
    }
    return (words[next++]! + 0.5) / 2 ** 32
  }
}
