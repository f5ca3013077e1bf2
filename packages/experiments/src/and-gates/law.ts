/**
 * What the read-out of a random code does, in closed form. m binary features with exactly k active, columns e_i of d normal numbers of
 * variance 1/d, u the sum of the active columns. A gate for features i and j compares ⟨e_i + e_j, u⟩ with a bias θ. Tails are upper ones:
 * λ1 = Φ̄⁻¹(1/k), λ0 = Φ̄⁻¹(1/(m − k)).
 */
import { normalProbability, normalQuantile } from '@digon/data'

/** How many features there are, and how many of them are active. */
export interface Sizes {
  readonly featureCount: number
  readonly activeCount: number
}

/** How the bias of a gate is chosen. */
export type Rule = 'best' | 'midpoint'

interface Tails {
  readonly active: number
  readonly inactive: number
}

function tailsOf({ featureCount, activeCount }: Sizes): Tails {
  return {
    active: -normalQuantile(1 / activeCount),
    inactive: -normalQuantile(1 / (featureCount - activeCount)),
  }
}

/** The dimensions at which the probability that no gate errs jumps from 0 to 1; a whole number. */
export function thresholdDimensions(sizes: Sizes, rule: Rule): number {
  const { active, inactive } = tailsOf(sizes)
  const scale = rule === 'best' ? (3 * active + inactive) ** 2 : 4 * (active + inactive) ** 2
  return Math.round(sizes.activeCount * scale)
}

/** θ: half way between one active feature and two, or moved to where both sides have the same room. */
export function bias(sizes: Sizes, dimensions: number, rule: Rule): number {
  if (rule === 'midpoint') return 1.5
  const { active, inactive } = tailsOf(sizes)
  return 1.5 + 0.5 * Math.sqrt(sizes.activeCount / dimensions) * (inactive - active)
}

/** β = λ0/λ1. */
export function tailRatio(sizes: Sizes): number {
  const { active, inactive } = tailsOf(sizes)
  return inactive / active
}

/** Dimensions in the window of the midpoint rule, d0 + 8k(1 + β)x; a whole number. */
export function windowDimensions(sizes: Sizes, place: number): number {
  return Math.round(thresholdDimensions(sizes, 'midpoint') + 8 * sizes.activeCount * (1 + tailRatio(sizes)) * place)
}

/** Ψ_β(x) = P(G + G′/β ≤ x) of two independent Gumbel numbers: the limit of the midpoint rule's success in its window. */
export function windowProfile(ratio: number, place: number): number {
  const step = 0.002
  let sum = 0
  for (let g = -6; g < 40; g += step) sum += Math.exp(-g - Math.exp(-g) - Math.exp(-ratio * (place - g)))
  return sum * step
}

/**
 * The limit of the best rule's success at its threshold: Ψ_β(0) times the probability that the two smallest active reads suffice,
 * P(x1 + x2 ≤ 0) of the two largest points of a Poisson process of density e^{−x}, which is 2/e − E₁(1).
 */
export function bestRuleLimit(ratio: number): number {
  const exponentialIntegral = 0.21938393439552
  return windowProfile(ratio, 0) * (2 / Math.E - exponentialIntegral)
}

/**
 * The expected number of gates that err. A gate with j active inputs reads j J + √((2k − j²) J/d) Z, J ~ χ²_d/d and Z normal; J is
 * summed over a grid of 12 standard deviations to both sides.
 */
export function expectedErrors({ featureCount, activeCount }: Sizes, dimensions: number, theta: number): number {
  const silent = featureCount - activeCount
  // In logarithms: there may be more gates than a number can say.
  const logCounts = [
    Math.log(silent) + Math.log(silent - 1) - Math.LN2,
    Math.log(activeCount) + Math.log(silent),
    Math.log((activeCount * (activeCount - 1)) / 2),
  ]
  const [steps, width] = [600, 12 * Math.sqrt(2 / dimensions)]
  let [errors, weights] = [0, 0]
  for (let step = 0; step < steps; step++) {
    const j = 1 + width * ((2 * (step + 0.5)) / steps - 1)
    if (j <= 0) continue
    // The density of χ²_d/d, up to a factor.
    const logWeight = (dimensions / 2 - 1) * Math.log(j) - (dimensions / 2) * (j - 1)
    weights += Math.exp(logWeight)
    for (const [active, logCount] of logCounts.entries()) {
      const away = (theta - active * j) / Math.sqrt(((2 * activeCount - active ** 2) * j) / dimensions)
      errors += Math.exp(logWeight + logCount + logUpperTail(active === 2 ? -away : away))
    }
  }
  return errors / weights
}

/** log P(Z > x), also where the probability itself is below every number: from 5 up by its asymptotic series, to 1e-5 at 5. */
function logUpperTail(x: number): number {
  if (x < 5) return Math.log(normalProbability(-x))
  const square = x * x
  const series = 1 - 1 / square + 3 / square ** 2 - 15 / square ** 3 + 105 / square ** 4
  return -square / 2 - Math.log(x * Math.sqrt(2 * Math.PI)) + Math.log(series)
}
