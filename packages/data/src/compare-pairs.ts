/** Expected and observed probabilities of pairs of features, side by side. */
import type { SparseBatch } from './batch.js'
import { checkLaw } from './check-law.js'
import type { Comparison } from './compare-statistics.js'
import { InvalidBatchError } from './invalid-batch-error.js'
import type { FeatureLaw } from './law.js'
import { pairProbabilities } from './pair-probabilities.js'

/** Pairs expected to be active together (or not) less often are left out: their deviations are not normal. */
const leastExpectedCount = 10

/**
 * The pair of features that is furthest off, as `compareStatistics` compares single features; undefined where no pair is expected
 * often enough. A pair that can never be active together is off by Infinity as soon as it is. Time and memory grow with the square
 * of the number of features.
 *
 * @throws {InvalidLawError} when the law is not right for the batch's number of features.
 * @throws {InvalidBatchError} when the batch has no samples.
 */
export function comparePairs(law: FeatureLaw, batch: SparseBatch): Comparison | undefined {
  const { featureCount, sampleCount } = batch
  checkLaw(law, featureCount)
  if (sampleCount === 0) throw new InvalidBatchError('batch', 'no samples', 'at least one sample')
  const expectedPairs = pairProbabilities(law, featureCount)
  const counts = pairCounts(batch)
  let furthest: Comparison | undefined
  for (let first = 0; first < featureCount; first++) {
    for (let second = first + 1; second < featureCount; second++) {
      const expected = expectedPairs[first * featureCount + second]!
      const observed = counts[first * featureCount + second]! / sampleCount
      const variance = expected * (1 - expected)
      if (variance > 0 && variance * sampleCount < leastExpectedCount) continue
      const standardError = Math.sqrt(variance / sampleCount)
      const difference = observed - expected
      const deviation = difference === 0 ? 0 : difference / standardError
      if (furthest !== undefined && Math.abs(deviation) <= Math.abs(furthest.deviation)) continue
      const quantity = `probability of features ${first} and ${second} together, the furthest off`
      furthest = { quantity, expected, observed, standardError, deviation }
    }
  }
  return furthest
}

/** `[feature, feature]`: in how many samples both are active, the first being the smaller one. */
export function pairCounts({ featureCount, sampleCount, offsets, features }: SparseBatch): Float64Array {
  const counts = new Float64Array(featureCount * featureCount)
  for (let sample = 0; sample < sampleCount; sample++) {
    const end = offsets[sample + 1]!
    for (let entry = offsets[sample]!; entry < end; entry++) {
      for (let other = entry + 1; other < end; other++) counts[features[entry]! * featureCount + features[other]!]! += 1
    }
  }
  return counts
}
