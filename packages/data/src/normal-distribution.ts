/**
 * The standard normal distribution: its quantiles from + − × ÷ √ alone, so that drawn values are the same bits everywhere, and
 * probabilities for statistics, which no draw depends on.
 */
import { naturalLogarithm } from './portable-exponents.js'

/**
 * Φ⁻¹(probability), by the rational functions of Wichura 1988 (algorithm AS 241, PPND16); relative error about 1e-15.
 *
 * @param probability from 0 to 1; −Infinity at 0, Infinity at 1.
 */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY
  if (probability >= 1) return Number.POSITIVE_INFINITY
  const fromMiddle = probability - 0.5
  if (fromMiddle >= -0.425 && fromMiddle <= 0.425) {
    const r = 0.180625 - fromMiddle * fromMiddle
    return (fromMiddle * polynomial(middleTop, r)) / polynomial(middleBottom, r)
  }
  const tail = fromMiddle < 0 ? probability : 1 - probability
  const r = Math.sqrt(-naturalLogarithm(tail))
  const size =
    r <= 5
      ? polynomial(nearTop, r - 1.6) / polynomial(nearBottom, r - 1.6)
      : polynomial(farTop, r - 5) / polynomial(farBottom, r - 5)
  return fromMiddle < 0 ? -size : size
}

/** φ(x) = exp(−x²/2) / √(2π). */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** Φ(x) = P(Z ≤ x), to about 1e-15: ½ + φ(x) · (x + x³/3 + x⁵/15 + …), all terms of one sign; beyond ±9 it is 0 or 1. */
export function normalProbability(x: number): number {
  if (x < -9) return 0
  if (x > 9) return 1
  let sum = x
  let term = x
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + normalDensity(x) * sum
}

/** Coefficients from the constant up. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let power = coefficients.length - 1; power >= 0; power--) sum = sum * x + coefficients[power]!
  return sum
}

const middleTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const middleBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const nearTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const nearBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const farTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const farBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
]
