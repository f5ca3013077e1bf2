/** Random subsets by Floyd's algorithm: one word a member, whatever the size of the set. STREAM.md, "Positions". */
import { highWord } from './philox.js'

/** Chooses positions without repeats. What was chosen is one bit each, so that a million positions fit a processor's cache. */
export class Subset {
  readonly #marks: Uint32Array
  readonly #chosen: Uint32Array
  #count = 0

  /**
   * @param capacity the largest number of positions to choose from.
   * @param mostChosen the largest number of positions that are chosen of them.
   */
  constructor(capacity: number, mostChosen: number) {
    this.#marks = new Uint32Array(Math.ceil(capacity / 32))
    this.#chosen = new Uint32Array(mostChosen)
  }

  /** Forgets what was chosen, at the cost of what was chosen. */
  clear(): void {
    for (let index = 0; index < this.#count; index++) this.#marks[this.#chosen[index]! >>> 5] = 0
    this.#count = 0
  }

  /** The position that this word chooses as the next: one of 0 … `newest`, which grows by 1 from call to call. */
  choose(word: number, newest: number): number {
    const drawn = highWord(word, newest + 1)
    const taken = (this.#marks[drawn >>> 5]! & (1 << (drawn & 31))) !== 0
    const position = taken ? newest : drawn
    this.#marks[position >>> 5]! |= 1 << (position & 31)
    this.#chosen[this.#count] = position
    this.#count++
    return position
  }
}
