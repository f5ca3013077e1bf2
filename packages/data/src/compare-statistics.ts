/** Expected and observed statistics side by side, with how far chance alone would let them be apart. */
import type { ExpectedStatistics } from './expected-statistics.js'
import { InvalidBatchError } from './invalid-batch-error.js'
import type { ObservedStatistics } from './observed-statistics.js'

/** One line of the comparison. */
export interface Comparison {
  /** For people, for example `active features per sample`. */
  readonly quantity: string
  readonly expected: number
  readonly observed: number
  /** Standard deviation of `observed` under the law; 0 when the law leaves nothing to chance. */
  readonly standardError: number
  /**
   * (observed − expected) / standardError. Between −3 and 3 nearly always when the sampler is right; ±Infinity when a certain quantity
   * is missed.
   */
  readonly deviation: number
}

/** Features expected to be active (and inactive) less often are left to the sums: their deviations are not normal. */
const leastExpectedCount = 10

/**
 * Compares the expectations of a law with what was observed, in this order: active features per sample, their variance, mean and mean square of
 * the values (without entries left out), the pairs of each group, and the feature that is furthest off. Where the law has no fourth
 * moment, nothing says how far the variance may be off, and its line is left out.
 *
 * The last line is a maximum: among n features a deviation of √(2 ln n) is usual, 3.5 for n = 400, 5.3 for a million.
 *
 * @param observed from batches of that law, with the law's groups.
 * @throws {InvalidBatchError} when the two differ in their number of features or groups.
 */
export function compareStatistics(expected: ExpectedStatistics, observed: ObservedStatistics): readonly Comparison[] {
  const { sampleCount } = observed
  checkSame('featureCount', observed.featureCount, expected.featureCount)
  checkSame('number of groups', observed.pairProbabilities.length, expected.pairProbabilities.length)
  const comparisons = [
    compareActiveMean(expected, observed),
    ...(Number.isNaN(expected.activePerSample.fourthMoment) ? [] : [compareActiveVariance(expected, observed)]),
    ...compareValues(expected, observed),
  ]
  for (const [group, probability] of expected.pairProbabilities.entries()) {
    const error = Math.sqrt((probability * (1 - probability)) / sampleCount)
    const quantity = `pairs active together in group ${group}`
    comparisons.push(compare(quantity, probability, observed.pairProbabilities[group]!, error))
  }
  return [...comparisons, ...compareFeatures(expected, observed)]
}

function checkSame(subject: string, found: number, expected: number): void {
  if (found !== expected) throw new InvalidBatchError(subject, String(found), `${expected}, as the law has it`)
}

function compareActiveMean(expected: ExpectedStatistics, observed: ObservedStatistics): Comparison {
  const { mean, variance } = expected.activePerSample
  const error = Math.sqrt(variance / observed.sampleCount)
  return compare('active features per sample', mean, observed.activePerSample.mean, error)
}

/** The observed variance is taken around the expected mean, so that its expectation is the expected variance. */
function compareActiveVariance(expected: ExpectedStatistics, observed: ObservedStatistics): Comparison {
  const { mean, variance, fourthMoment } = expected.activePerSample
  const found = observed.activePerSample.meanSquare - 2 * mean * observed.activePerSample.mean + mean ** 2
  const error = Math.sqrt(Math.max(0, fourthMoment - variance ** 2) / observed.sampleCount)
  return compare('variance of active features per sample', variance, found, error)
}

function compareValues(expected: ExpectedStatistics, observed: ObservedStatistics): Comparison[] {
  if (observed.entryCount === 0) return []
  const { mean, meanSquare, meanFourthPower } = expected.values
  const errorOf = (first: number, second: number) => Math.sqrt(Math.max(0, second - first ** 2) / observed.entryCount)
  return [
    compare('mean of values', mean, observed.values.mean, errorOf(mean, meanSquare)),
    compare('mean square of values', meanSquare, observed.values.meanSquare, errorOf(meanSquare, meanFourthPower)),
  ]
}

function compareFeatures(expected: ExpectedStatistics, observed: ObservedStatistics): Comparison[] {
  let furthest: Comparison | undefined
  for (let feature = 0; feature < expected.featureCount; feature++) {
    const probability = expected.probabilities[feature]!
    const variance = probability * (1 - probability)
    if (variance > 0 && variance * observed.sampleCount < leastExpectedCount) continue
    const error = Math.sqrt(variance / observed.sampleCount)
    const comparison = compare(
      `probability of feature ${feature}`,
      probability,
      observed.probabilities[feature]!,
      error,
    )
    if (furthest === undefined || Math.abs(comparison.deviation) > Math.abs(furthest.deviation)) furthest = comparison
  }
  return furthest === undefined ? [] : [{ ...furthest, quantity: `${furthest.quantity}, the furthest off` }]
}

function compare(quantity: string, expected: number, observed: number, standardError: number): Comparison {
  const difference = observed - expected
  const certain = standardError <= 1e-12 * Math.abs(expected)
  const deviation = certain ? certainDeviation(difference, expected) : difference / standardError
  return { quantity, expected, observed, standardError: certain ? 0 : standardError, deviation }
}

/** Sums of many equal numbers are off by rounding. */
function certainDeviation(difference: number, expected: number): number {
  if (Math.abs(difference) <= 1e-9 * Math.abs(expected)) return 0
  return difference * Number.POSITIVE_INFINITY
}
