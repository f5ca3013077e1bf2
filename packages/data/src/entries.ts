/** A growing list of entries (feature, value) for a whole batch, in flat arrays that are kept from batch to batch. */

/** Entries in the order in which they were added; `sortFrom` puts those of the last sample in order. */
export class Entries {
  features: Uint32Array
  values: Float32Array
  count = 0

  constructor(capacity: number) {
    this.features = new Uint32Array(capacity)
    this.values = new Float32Array(capacity)
  }

  /** Makes room for `more` entries after the last one; capacity at least doubles, so growth costs little in all. */
  reserve(more: number): void {
    const needed = this.count + more
    if (needed <= this.features.length) return
    const capacity = Math.max(needed, 2 * this.features.length)
    const features = new Uint32Array(capacity)
    const values = new Float32Array(capacity)
    features.set(this.features)
    values.set(this.values)
    this.features = features
    this.values = values
  }

  /** Adds an entry; `reserve` has made room. */
  add(feature: number, value: number): void {
    this.features[this.count] = feature
    this.values[this.count] = value
    this.count++
  }
}
