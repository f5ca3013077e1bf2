/** Mean and variance of drawn numbers, with what their standard errors take. */
import { mean } from '../vocabulary/statistics.js'

export interface Moments {
  readonly count: number
  readonly mean: number
  readonly variance: number
  /** Mean of the fourth power of what is off the mean. */
  readonly fourth: number
}

export function moments(numbers: readonly number[]): Moments {
  const center = mean(numbers)
  return {
    count: numbers.length,
    mean: center,
    variance: mean(numbers.map((number) => (number - center) ** 2)),
    fourth: mean(numbers.map((number) => (number - center) ** 4)),
  }
}

/** How far the means, then the variances, of independent numbers are apart, in standard errors of the difference. */
export function differencesInErrors(first: Moments, second: Moments): readonly [number, number] {
  const both = [first, second]
  const ofMean = both.reduce((sum, { variance, count }) => sum + variance / count, 0)
  const ofVariance = both.reduce((sum, { fourth, variance, count }) => sum + (fourth - variance ** 2) / count, 0)
  return [(first.mean - second.mean) / Math.sqrt(ofMean), (first.variance - second.variance) / Math.sqrt(ofVariance)]
}
