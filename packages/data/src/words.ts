/** Words of the random stream at an address (seed, purpose, step, sample); the page STREAM.md is the specification. */
import { checkInteger } from './out-of-range.js'
import { philoxInto } from './philox.js'
import { checkSeed, type Purpose, split } from './seed.js'

/**
 * The first `count` words at an address: `words[draw]` is uniform on 0 … 2³² − 1, a function of the address and the draw alone,
 * so a longer answer begins with the shorter one. Raw material for initial values, for example.
 *
 * @param seed an integer in [0, 2⁵³).
 * @param purpose of the draws, see `purpose`; like step and sample an integer in [0, 2³²).
 * @param count how many words, an integer in [0, 2³²).
 * @throws {OutOfRangeError} when a number is outside its range.
 */
export function wordsAt(seed: number, purpose: Purpose, step: number, sample: number, count: number): Uint32Array {
  const key = new Uint32Array(2)
  split(checkSeed(seed), key)
  checkWord(purpose, 'purpose')
  checkWord(step, 'step')
  checkWord(sample, 'sample')
  const words = new Uint32Array(checkWord(count, 'count'))
  const block = new Uint32Array(4)
  for (let draw = 0; draw < count; draw++) {
    if (draw % 4 === 0) philoxInto(block, draw / 4, sample, step, purpose, key[0]!, key[1]!)
    words[draw] = block[draw % 4]!
  }
  return words
}

/**
 * Gives the value back when it is an integer in [0, 2³²).
 *
 * @throws {OutOfRangeError} otherwise.
 */
export function checkWord(value: number, subject: string): number {
  return checkInteger(value, subject, 0, 2 ** 32)
}
