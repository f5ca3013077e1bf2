/** Random subsets by Floyd's algorithm: one word a member, whatever the size of the set. STREAM.md, "Positions". */
import { highWord } from './philox.js'

/** Chooses positions without repeats. The marks of earlier subsets are told apart by a number, so nothing is cleared. */
export class Subset {
  readonly #marks: Uint32Array
  #mark = 0

  /** @param capacity the largest number of positions to choose from. */
  constructor(capacity: number) {
    this.#marks = new Uint32Array(capacity)
  }

  /** Forgets what was chosen. */
  clear(): void {
    this.#mark++
    if (this.#mark < 2 ** 32) return
    this.#marks.fill(0)
    this.#mark = 1
  }

  /** The position that this word chooses as the next: one of 0 … `newest`, which grows by 1 from call to call. */
  choose(word: number, newest: number): number {
    const drawn = highWord(word, newest + 1)
    const position = this.#marks[drawn] === this.#mark ? newest : drawn
    this.#marks[position] = this.#mark
    return position
  }
}
