/** Seeds: their range, what they are used for, and how one seed gives many. Words of the stream are in `words.ts`. */
import { checkInteger, OutOfRangeError } from './out-of-range.js'
import { philoxInto } from './philox.js'

/** What a draw is for; a part of its address, so that for example evaluation never repeats training data. */
export const purpose: {
  readonly training: 0
  readonly initialization: 1
  readonly evaluation: 2
  readonly derivation: 3
} = { training: 0, initialization: 1, evaluation: 2, derivation: 3 }

/** A purpose by its number; numbers from 4 to 2²⁴ − 1 are free for other uses, those above belong to laws. */
export type Purpose = number

/**
 * Gives the seed back when it is an integer in [0, 2⁵³).
 *
 * @throws {OutOfRangeError} otherwise.
 */
export function checkSeed(seed: number, subject = 'seed'): number {
  return checkInteger(seed, subject, 0, 2 ** 53)
}

/**
 * A seed that follows from another one and a path of names and numbers, for example `['member', 3]`. Different paths give
 * unrelated seeds: `1` and `'1'`, `['a', 'b']` and `['ab']` differ. Two of k derived seeds are equal by chance with about
 * k²/2⁵⁴. Paths compose: `deriveSeed(deriveSeed(s, a), b)` is `deriveSeed(s, [...a, ...b])`; the empty path gives the seed.
 *
 * @param path strings (any) and integers in [0, 2⁵³).
 * @returns an integer in [0, 2⁵³).
 * @throws {OutOfRangeError} when the seed or a number of the path is outside its range.
 */
export function deriveSeed(seed: number, path: readonly (string | number)[]): number {
  const block = new Uint32Array(4)
  let derived = checkSeed(seed)
  for (const [index, part] of path.entries()) {
    split(derived, block)
    if (typeof part === 'string') absorbString(block, part)
    else if (typeof part === 'number') absorbInteger(block, checkSeed(part, `path[${index}]`))
    else throw new OutOfRangeError(`path[${index}]`, typeof part, 'a string or an integer from 0 to 9007199254740991')
    derived = (block[1]! & 0x1fffff) * 2 ** 32 + block[0]!
  }
  return derived
}

/** The two key words of a seed, low word first. */
export function split(seed: number, key: Uint32Array): void {
  key[0] = seed % 2 ** 32
  key[1] = Math.floor(seed / 2 ** 32)
}

function absorbInteger(block: Uint32Array, value: number): void {
  absorb(block, value % 2 ** 32, Math.floor(value / 2 ** 32), 0)
}

function absorbString(block: Uint32Array, text: string): void {
  absorb(block, text.length, 0, 1)
  for (let start = 0; start < text.length; start += 4) {
    absorb(block, unitPair(text, start), unitPair(text, start + 2), 2 + start / 4)
  }
}

/** Two UTF-16 code units as one word, 0 beyond the end. */
function unitPair(text: string, start: number): number {
  const second = start + 1 < text.length ? text.charCodeAt(start + 1) : 0
  return start < text.length ? text.charCodeAt(start) | (second << 16) : 0
}

/** The block's first two words are the key of the next block. */
function absorb(block: Uint32Array, first: number, second: number, index: number): void {
  philoxInto(block, first, second, index, purpose.derivation, block[0]!, block[1]!)
}
