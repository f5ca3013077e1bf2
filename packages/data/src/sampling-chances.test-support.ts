/**
 * Statistics of batches that judge a sampler: each gives the chance of a batch at least this far from the law. Small for a biased
 * sampler, uniform on [0, 1] over seeds for a right one.
 */
import type { SparseBatch } from './batch.js'
import { chiSquareChance, eventCountDistribution, goodnessOfFit } from './chi-square.test-support.js'

/** How often each feature is active; features independent, probabilities 0 and 1 exactly kept or the chance is 0. */
export function activityChance(batch: SparseBatch, probabilities: readonly number[]): number {
  const counts = new Float64Array(batch.featureCount)
  for (const feature of batch.features) counts[feature]! += 1
  let statistic = 0
  let freedom = 0
  for (const [feature, probability] of probabilities.entries()) {
    const mean = batch.sampleCount * probability
    if (probability === 0 || probability === 1) {
      if (counts[feature] !== mean) return 0
      continue
    }
    statistic += (counts[feature]! - mean) ** 2 / (mean * (1 - probability))
    freedom++
  }
  return freedom === 0 ? 1 : chiSquareChance(statistic, freedom)
}

/** How many features are active in a sample; features independent. */
export function activeCountChance(batch: SparseBatch, probabilities: readonly number[]): number {
  const mean = probabilities.reduce((sum, probability) => sum + probability, 0)
  const length = Math.min(batch.featureCount, Math.ceil(mean + 12 * Math.sqrt(mean) + 20)) + 1
  const distribution = eventCountDistribution(probabilities, length)
  const counts = new Float64Array(length)
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const active = batch.offsets[sample + 1]! - batch.offsets[sample]!
    counts[Math.min(active, length - 1)]! += 1
  }
  return goodnessOfFit(
    counts,
    distribution.map((share) => share * batch.sampleCount),
  )
}

/**
 * Whether features are active independently of one another: covariances of all pairs around the law's own probabilities, each of
 * variance 1 and uncorrelated when it is so. Probabilities strictly between 0 and 1.
 */
export function pairChance(batch: SparseBatch, probabilities: readonly number[]): number {
  const n = batch.featureCount
  const active = probabilities.map((p) => Math.sqrt((1 - p) / p))
  const inactive = probabilities.map((p) => -Math.sqrt(p / (1 - p)))
  const sums = new Float64Array(n * n)
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const scores = [...inactive]
    for (let entry = batch.offsets[sample]!; entry < batch.offsets[sample + 1]!; entry++) {
      scores[batch.features[entry]!] = active[batch.features[entry]!]!
    }
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sums[i * n + j]! += scores[i]! * scores[j]!
  }
  let statistic = 0
  for (const sum of sums) statistic += sum ** 2 / batch.sampleCount
  return chiSquareChance(statistic, (n * (n - 1)) / 2)
}

/** Whether the 24-bit positions of values are uniform, seen through `binCount` bins of the position modulo or divided. */
export function positionChance(
  positions: readonly number[],
  binOf: (position: number) => number,
  binCount: number,
): number {
  const counts = new Float64Array(binCount)
  for (const position of positions) counts[binOf(position)]! += 1
  return goodnessOfFit(counts, new Float64Array(binCount).fill(positions.length / binCount))
}

/** Whether every subset of `size` out of n features comes equally often; n at most 12. */
export function subsetChance(batch: SparseBatch, size: number): number {
  const counts = new Map<number, number>()
  for (let subset = 0; subset < 2 ** batch.featureCount; subset++) {
    if (bitCount(subset) === size) counts.set(subset, 0)
  }
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const entries = batch.features.subarray(batch.offsets[sample], batch.offsets[sample + 1])
    const subset = entries.reduce((bits, feature) => bits | (1 << feature), 0)
    const count = counts.get(subset)
    if (count === undefined) return 0
    counts.set(subset, count + 1)
  }
  const expected = new Float64Array(counts.size).fill(batch.sampleCount / counts.size)
  return goodnessOfFit([...counts.values()], expected)
}

/** Positions behind the values of unit batches, of one feature or of all. */
export function unitPositions(batch: SparseBatch, feature?: number): number[] {
  const positions: number[] = []
  for (const [entry, value] of batch.values.entries()) {
    if (feature === undefined || batch.features[entry] === feature) positions.push(value * 2 ** 24)
  }
  return positions
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
