/** Puts the entries of one sample in order of their features, in time proportional to their number. */
import type { Entries } from './entries.js'

/** Fewer entries than this for each byte of a feature index are moved one by one, quicker than counting bytes (measured). */
const fewEntriesPerByte = 24

/** Sorts with scratch space of its own that is kept from sample to sample. */
export class EntrySort {
  readonly #byteCount: number
  readonly #bucketStarts = new Uint32Array(256)
  #features = new Uint32Array(0)
  #values = new Float32Array(0)

  /** @param featureCount features are below it. */
  constructor(featureCount: number) {
    this.#byteCount = Math.max(1, Math.ceil((32 - Math.clz32(featureCount - 1)) / 8))
  }

  /** Sorts the entries from `start` to the last one by feature; features differ from one another. */
  sortFrom(entries: Entries, start: number): void {
    const { features, count } = entries
    let sorted = start + 1
    while (sorted < count && features[sorted - 1]! < features[sorted]!) sorted++
    if (sorted >= count) return
    if (count - start < fewEntriesPerByte * this.#byteCount) insert(entries, start, sorted)
    else this.#sortByBytes(entries, start)
  }

  /** Radix sort, least significant byte first; every pass goes to the scratch space and back. */
  #sortByBytes(entries: Entries, start: number): void {
    const length = entries.count - start
    if (this.#features.length < length) {
      this.#features = new Uint32Array(2 * length)
      this.#values = new Float32Array(2 * length)
    }
    for (let byte = 0; byte < this.#byteCount; byte++) {
      for (let index = 0; index < length; index++) {
        this.#features[index] = entries.features[start + index]!
        this.#values[index] = entries.values[start + index]!
      }
      this.#scatter(entries, start, length, 8 * byte)
    }
  }

  #scatter(entries: Entries, start: number, length: number, shift: number): void {
    const bucketStarts = this.#bucketStarts.fill(0)
    for (let index = 0; index < length; index++) bucketStarts[(this.#features[index]! >>> shift) & 0xff]!++
    let next = start
    for (let bucket = 0; bucket < 256; bucket++) {
      const size = bucketStarts[bucket]!
      bucketStarts[bucket] = next
      next += size
    }
    for (let index = 0; index < length; index++) {
      const feature = this.#features[index]!
      const bucket = (feature >>> shift) & 0xff
      const slot = bucketStarts[bucket]!
      bucketStarts[bucket] = slot + 1
      entries.features[slot] = feature
      entries.values[slot] = this.#values[index]!
    }
  }
}

/** Insertion sort of the entries from `start`, of which those before `sorted` are in order. */
function insert({ features, values, count }: Entries, start: number, sorted: number): void {
  for (let entry = sorted; entry < count; entry++) {
    const feature = features[entry]!
    const value = values[entry]!
    let slot = entry
    for (; slot > start && features[slot - 1]! > feature; slot--) {
      features[slot] = features[slot - 1]!
      values[slot] = values[slot - 1]!
    }
    features[slot] = feature
    values[slot] = value
  }
}
