/** Draws one sample from a plan: the section "One sample" of STREAM.md, line by line. */
import type { Entries } from './entries.js'
import { EntrySort } from './entry-sort.js'
import { highWord } from './philox.js'
import { type Bands, groupKind, type SamplingPlan } from './plan.js'
import type { Purpose } from './seed.js'
import { Subset } from './subset.js'
import { WordStream } from './word-stream.js'

/** Draws samples of one plan and seed, in any order, with scratch space that is kept. */
export class SampleDrawer {
  readonly #plan: SamplingPlan
  readonly #words: WordStream
  readonly #subset: Subset
  readonly #sort: EntrySort
  readonly #entries: Entries

  /** @param entries to which samples are added. */
  constructor(plan: SamplingPlan, seed: number, purpose: Purpose, entries: Entries) {
    this.#plan = plan
    this.#words = new WordStream(seed, purpose)
    this.#subset = new Subset(plan.largestBand, plan.mostCandidates)
    this.#sort = new EntrySort(plan.featureCount)
    this.#entries = entries
  }

  /** Adds the entries of a sample, ascending. */
  draw(step: number, sample: number): void {
    const { featureBands, groupBands } = this.#plan
    const start = this.#entries.count
    this.#entries.reserve(this.#plan.maximumEntries)
    this.#words.moveTo(step, sample)
    this.#drawDenseFeatures()
    for (let band = 0; band < featureBands.thinned.length; band++) {
      this.#drawCandidates(featureBands, band, this.#emitFeature)
    }
    this.#drawDenseGroups()
    for (let band = 0; band < groupBands.thinned.length; band++) {
      this.#drawCandidates(groupBands, band, this.#emitGroup)
    }
    this.#sort.sortFrom(this.#entries, start)
  }

  #drawDenseFeatures(): void {
    const { denseFeatures, denseLimits, denseMultipliers } = this.#plan
    for (let index = 0; index < denseFeatures.length; index++) {
      const word = this.#words.next()
      if (word > denseLimits[index]!) continue
      this.#entries.add(denseFeatures[index]!, this.#valueAt(highWord(word, denseMultipliers[index]!)))
    }
  }

  #drawDenseGroups(): void {
    const { denseGroups, denseGroupLimits } = this.#plan
    for (let index = 0; index < denseGroups.length; index++) {
      if (this.#words.next() <= denseGroupLimits[index]!) this.#emitGroup(denseGroups[index]!, true)
    }
  }

  /** A band whose units follow one another, as those of one common probability do, needs no look into a long table. */
  #drawCandidates(bands: Bands, band: number, emit: (unit: number, accepted: boolean) => void): void {
    const start = bands.starts[band]!
    const size = bands.starts[band + 1]! - start
    const thinned = bands.thinned[band] === 1
    const firstUnit = bands.units[start]!
    const consecutive = bands.units[start + size - 1] === firstUnit + size - 1
    const candidates = bands.leastCounts[band]! + this.#drawExcess(bands, band)
    this.#subset.clear()
    for (let newest = size - candidates; newest < size; newest++) {
      const position = this.#subset.choose(this.#words.next(), newest)
      const accepted = !thinned || this.#words.next() <= bands.acceptanceLimits[start + position]!
      emit(consecutive ? firstUnit + position : bands.units[start + position]!, accepted)
    }
  }

  /** How many candidates there are above the least count: the thresholds ≤ one word, found by halving. */
  #drawExcess({ countStarts, countThresholds }: Bands, band: number): number {
    const first = countStarts[band]!
    let end = countStarts[band + 1]!
    if (first === end) return 0
    const word = this.#words.next()
    let begin = first
    while (begin < end) {
      const middle = (begin + end) >>> 1
      if (countThresholds[middle]! <= word) begin = middle + 1
      else end = middle
    }
    return begin - first
  }

  readonly #emitFeature = (feature: number, accepted: boolean): void => {
    const word = this.#words.next()
    if (accepted) this.#entries.add(feature, this.#valueAt(word >>> 8))
  }

  readonly #emitGroup = (group: number, accepted: boolean): void => {
    if (!accepted) return
    const { groupKinds, groupStarts, groupFeatures } = this.#plan
    const start = groupStarts[group]!
    const end = groupStarts[group + 1]!
    if (groupKinds[group] === groupKind.exclusive) {
      const chosen = start + highWord(this.#words.next(), end - start)
      this.#entries.add(groupFeatures[chosen]!, this.#valueAt(this.#words.next() >>> 8))
      return
    }
    for (let position = start; position < end; position++) {
      this.#entries.add(groupFeatures[position]!, this.#valueAt(this.#words.next() >>> 8))
    }
  }

  /** The value at a 24-bit position; exact in float32. */
  #valueAt(position: number): number {
    return position * this.#plan.valueScale + this.#plan.valueOffset
  }
}
