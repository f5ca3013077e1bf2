/** Asked and realized statistics side by side, with how far chance alone would let them be apart. */
import type { AskedStatistics } from './asked-statistics.js'
import { InvalidBatchError } from './check-batch.js'
import type { RealizedStatistics } from './realized-statistics.js'

/** One line of the comparison. */
export interface Comparison {
  /** For people, for example `active features per sample`. */
  readonly quantity: string
  readonly asked: number
  readonly realized: number
  /** Standard deviation of `realized` under the law; 0 when the law leaves nothing to chance. */
  readonly standardError: number
  /**
   * (realized − asked) / standardError. Between −3 and 3 nearly always when the sampler is right; ±Infinity when a certain quantity
   * is missed.
   */
  readonly deviation: number
}

/** Features expected to be active (and inactive) less often are left to the sums: their deviations are not normal. */
const leastExpectedCount = 10

/**
 * Compares what was asked with what was drawn, in this order: active features per sample, their variance, mean and mean square of
 * the values (without entries left out), the pairs of each group, and the feature that is furthest off.
 *
 * The last line is a maximum: among n features a deviation of √(2 ln n) is usual, 3.5 for n = 400, 5.3 for a million.
 *
 * @param realized from batches of that law, with the law's groups.
 * @throws {InvalidBatchError} when the two differ in their number of features or groups.
 */
export function compareStatistics(asked: AskedStatistics, realized: RealizedStatistics): readonly Comparison[] {
  const { sampleCount } = realized
  checkSame('featureCount', realized.featureCount, asked.featureCount)
  checkSame('number of groups', realized.pairProbabilities.length, asked.pairProbabilities.length)
  const comparisons = [
    compareActiveMean(asked, realized),
    compareActiveVariance(asked, realized),
    ...compareValues(asked, realized),
  ]
  for (const [group, probability] of asked.pairProbabilities.entries()) {
    const error = Math.sqrt((probability * (1 - probability)) / sampleCount)
    const quantity = `pairs active together in group ${group}`
    comparisons.push(compare(quantity, probability, realized.pairProbabilities[group]!, error))
  }
  return [...comparisons, ...compareFeatures(asked, realized)]
}

function checkSame(subject: string, found: number, asked: number): void {
  if (found !== asked) throw new InvalidBatchError(subject, String(found), `${asked}, as the law has it`)
}

function compareActiveMean(asked: AskedStatistics, realized: RealizedStatistics): Comparison {
  const { mean, variance } = asked.activePerSample
  const error = Math.sqrt(variance / realized.sampleCount)
  return compare('active features per sample', mean, realized.activePerSample.mean, error)
}

/** The realized variance is taken around the asked mean, so that its expectation is the asked variance. */
function compareActiveVariance(asked: AskedStatistics, realized: RealizedStatistics): Comparison {
  const { mean, variance, fourthMoment } = asked.activePerSample
  const found = realized.activePerSample.meanSquare - 2 * mean * realized.activePerSample.mean + mean ** 2
  const error = Math.sqrt(Math.max(0, fourthMoment - variance ** 2) / realized.sampleCount)
  return compare('variance of active features per sample', variance, found, error)
}

function compareValues(asked: AskedStatistics, realized: RealizedStatistics): Comparison[] {
  if (realized.entryCount === 0) return []
  const { mean, meanSquare, meanFourthPower } = asked.values
  const errorOf = (first: number, second: number) => Math.sqrt(Math.max(0, second - first ** 2) / realized.entryCount)
  return [
    compare('mean of values', mean, realized.values.mean, errorOf(mean, meanSquare)),
    compare('mean square of values', meanSquare, realized.values.meanSquare, errorOf(meanSquare, meanFourthPower)),
  ]
}

function compareFeatures(asked: AskedStatistics, realized: RealizedStatistics): Comparison[] {
  let furthest: Comparison | undefined
  for (let feature = 0; feature < asked.featureCount; feature++) {
    const probability = asked.probabilities[feature]!
    const variance = probability * (1 - probability)
    if (variance > 0 && variance * realized.sampleCount < leastExpectedCount) continue
    const error = Math.sqrt(variance / realized.sampleCount)
    const comparison = compare(
      `probability of feature ${feature}`,
      probability,
      realized.probabilities[feature]!,
      error,
    )
    if (furthest === undefined || Math.abs(comparison.deviation) > Math.abs(furthest.deviation)) furthest = comparison
  }
  return furthest === undefined ? [] : [{ ...furthest, quantity: `${furthest.quantity}, the furthest off` }]
}

function compare(quantity: string, asked: number, realized: number, standardError: number): Comparison {
  const difference = realized - asked
  const certain = standardError <= 1e-12 * Math.abs(asked)
  const deviation = certain ? certainDeviation(difference, asked) : difference / standardError
  return { quantity, asked, realized, standardError: certain ? 0 : standardError, deviation }
}

/** Sums of many equal numbers are off by rounding. */
function certainDeviation(difference: number, asked: number): number {
  if (Math.abs(difference) <= 1e-9 * Math.abs(asked)) return 0
  return difference * Number.POSITIVE_INFINITY
}
