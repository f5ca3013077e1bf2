/** Reads the words of a sample one after the other, without allocation; `wordsAt` is the same stream as an array. */
import { philoxInto } from './philox.js'
import { type Purpose, split } from './seed.js'

/** A cursor over the words of one sample at a time. */
export class WordStream {
  readonly #key = new Uint32Array(2)
  readonly #block = new Uint32Array(4)
  readonly #purpose: Purpose
  #step = 0
  #sample = 0
  #draw = 0

  constructor(seed: number, purpose: Purpose) {
    split(seed, this.#key)
    this.#purpose = purpose
  }

  /** Goes to draw 0 of a sample. */
  moveTo(step: number, sample: number): void {
    this.#step = step
    this.#sample = sample
    this.#draw = 0
  }

  /** The next word. */
  next(): number {
    const index = this.#draw & 3
    if (index === 0) {
      philoxInto(this.#block, this.#draw >>> 2, this.#sample, this.#step, this.#purpose, this.#key[0]!, this.#key[1]!)
    }
    this.#draw++
    return this.#block[index]!
  }
}
