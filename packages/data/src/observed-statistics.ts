/** What is observed in batches, as numbers to set beside `expectedStatistics`. One pass; batches may come from anywhere. */
import type { SparseBatch } from './batch.js'
import { InvalidBatchError } from './invalid-batch-error.js'
import type { FeatureGroup } from './law.js'

/** Averages over all samples of some batches. */
export interface ObservedStatistics {
  readonly featureCount: number
  readonly sampleCount: number
  /** Active features in all samples. */
  readonly entryCount: number
  /** `[feature]`: the share of the samples in which the feature was active. */
  readonly probabilities: Float64Array
  /** The number A of active features of a sample: means of A and A². */
  readonly activePerSample: { readonly mean: number; readonly meanSquare: number }
  /** The values x of active features: means of x and x², NaN when no feature was active. */
  readonly values: { readonly mean: number; readonly meanSquare: number }
  /** `[group]`: the share of the samples in which two features of the group were active together, averaged over its pairs; 0 without pairs. */
  readonly pairProbabilities: readonly number[]
}

/**
 * The statistics of some batches.
 *
 * @param batches at least one, with at least one sample in all; each is looked at once, so a generator will do.
 * @param groups for pair statistics; disjoint sets of feature indices. Default none.
 * @throws {InvalidBatchError} when there are no samples, or batches differ in their number of features.
 */
export function observedStatistics(
  batches: Iterable<SparseBatch>,
  groups: readonly FeatureGroup[] = [],
): ObservedStatistics {
  let tally: Tally | undefined
  for (const batch of batches) {
    tally ??= new Tally(batch.featureCount, groups)
    tally.add(batch)
  }
  if (tally === undefined || tally.sampleCount === 0) {
    throw new InvalidBatchError('batches', 'no samples', 'at least one sample in all')
  }
  return tally.statistics()
}

/** Running sums over samples. */
class Tally {
  sampleCount = 0
  #entryCount = 0
  #activeSquares = 0
  #valueSum = 0
  #valueSquares = 0
  readonly #featureCount: number
  readonly #activeCounts: Float64Array
  /** `[feature]`: 1 + the index of its group, 0 without one. */
  readonly #groupOf: Uint32Array
  readonly #groupSizes: readonly number[]
  readonly #activeInGroup: Uint32Array
  readonly #pairCounts: Float64Array

  constructor(featureCount: number, groups: readonly FeatureGroup[]) {
    this.#featureCount = featureCount
    this.#activeCounts = new Float64Array(featureCount)
    this.#groupOf = new Uint32Array(featureCount)
    for (const [index, group] of groups.entries())
      for (const feature of group.features) this.#groupOf[feature] = index + 1
    this.#groupSizes = groups.map((group) => group.features.length)
    this.#activeInGroup = new Uint32Array(groups.length + 1)
    this.#pairCounts = new Float64Array(groups.length + 1)
  }

  add(batch: SparseBatch): void {
    if (batch.featureCount !== this.#featureCount) {
      const expected = `${this.#featureCount}, as in the first batch`
      throw new InvalidBatchError('featureCount', String(batch.featureCount), expected)
    }
    this.sampleCount += batch.sampleCount
    for (let sample = 0; sample < batch.sampleCount; sample++) {
      this.#addSample(batch, batch.offsets[sample]!, batch.offsets[sample + 1]!)
    }
  }

  /** Each feature that joins c active ones of its group makes c new pairs. */
  #addSample({ features, values }: SparseBatch, start: number, end: number): void {
    this.#entryCount += end - start
    this.#activeSquares += (end - start) ** 2
    for (let entry = start; entry < end; entry++) {
      const feature = features[entry]!
      const value = values[entry]!
      const group = this.#groupOf[feature]!
      this.#activeCounts[feature]! += 1
      this.#valueSum += value
      this.#valueSquares += value * value
      if (group > 0) this.#pairCounts[group]! += this.#activeInGroup[group]!++
    }
    for (let entry = start; entry < end; entry++) this.#activeInGroup[this.#groupOf[features[entry]!]!] = 0
  }

  statistics(): ObservedStatistics {
    const { sampleCount } = this
    const entryCount = this.#entryCount
    return {
      featureCount: this.#featureCount,
      sampleCount,
      entryCount,
      probabilities: this.#activeCounts.map((count) => count / sampleCount),
      activePerSample: { mean: entryCount / sampleCount, meanSquare: this.#activeSquares / sampleCount },
      values: { mean: this.#valueSum / entryCount, meanSquare: this.#valueSquares / entryCount },
      pairProbabilities: this.#groupSizes.map((size, index) => {
        const pairs = (size * (size - 1)) / 2
        return pairs === 0 ? 0 : this.#pairCounts[index + 1]! / (sampleCount * pairs)
      }),
    }
  }
}
