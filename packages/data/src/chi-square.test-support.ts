/** Chance in the statistical tests: the upper tail of the chi-square distribution, and distributions to compare counts with. */

/** P(X ≥ statistic) for X chi-square with this many degrees of freedom: Q(freedom / 2, statistic / 2). */
export function chiSquareChance(statistic: number, freedom: number): number {
  const a = freedom / 2
  const x = statistic / 2
  if (!(x >= 0)) return Number.NaN
  if (x === 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x)
}

/** Chance of counts this far from the expected ones; bins that expect fewer than 10 are put together with their neighbors. */
export function goodnessOfFit(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  const bins: [number, number][] = []
  let open: [number, number] = [0, 0]
  for (let bin = 0; bin < expected.length; bin++) {
    open = [open[0] + (counts[bin] ?? 0), open[1] + expected[bin]!]
    if (open[1] < 10) continue
    bins.push(open)
    open = [0, 0]
  }
  const last = bins.at(-1)
  if (last === undefined) throw new RangeError('too few expected counts for one bin')
  bins[bins.length - 1] = [last[0] + open[0], last[1] + open[1]]
  let statistic = 0
  for (const [count, mean] of bins) statistic += (count - mean) ** 2 / mean
  return chiSquareChance(statistic, bins.length - 1)
}

/** `[count]`: P(so many of the independent events happen), by folding in one event after the other; far tails are cut off. */
export function eventCountDistribution(probabilities: ArrayLike<number>, length: number): Float64Array {
  const distribution = new Float64Array(length)
  distribution[0] = 1
  for (let event = 0; event < probabilities.length; event++) {
    const probability = probabilities[event]!
    for (let count = length - 1; count >= 0; count--) {
      const before = count > 0 ? distribution[count - 1]! : 0
      distribution[count] = distribution[count]! * (1 - probability) + before * probability
    }
  }
  return distribution
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's continued fraction. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 100_000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

/** Stirling's series after shifting the argument above 10. */
function logGamma(a: number): number {
  let shift = 0
  let x = a
  for (; x < 10; x++) shift -= Math.log(x)
  const inverse = 1 / (x * x)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series
}
