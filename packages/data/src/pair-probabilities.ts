/** How often two features are active together under a law: exact, from the law alone. */
import { correlationMatrix } from './correlation-factor.js'
import type { CopulaLaw, FeatureLaw, HierarchyLaw, IndependentLaw } from './law.js'
import { copulaThresholds, featureProbabilities, stateWeights } from './law-probabilities.js'

/**
 * `[feature, feature]`: P(both are active); on the diagonal P(the feature is active). Time and memory grow with the square of the
 * number of features.
 *
 * @param law right for this number of features; see `checkLaw`.
 */
export function pairProbabilities(law: FeatureLaw, featureCount: number): Float64Array {
  const probabilities = featureProbabilities(law, featureCount)
  const together = pairRule(law, probabilities, featureCount)
  const pairs = new Float64Array(featureCount * featureCount)
  for (let first = 0; first < featureCount; first++) {
    pairs[first * featureCount + first] = probabilities[first]!
    for (let second = first + 1; second < featureCount; second++) {
      const chance = together(first, second)
      pairs[first * featureCount + second] = chance
      pairs[second * featureCount + first] = chance
    }
  }
  return pairs
}

type PairRule = (first: number, second: number) => number

function pairRule(law: FeatureLaw, probabilities: Float64Array, featureCount: number): PairRule {
  switch (law.kind) {
    case 'exactly': {
      const { activeCount } = law
      const chance = (activeCount * (activeCount - 1)) / (featureCount * (featureCount - 1))
      return () => chance
    }
    case 'independent':
      return independentRule(law, probabilities)
    case 'hierarchy':
      return hierarchyRule(law)
    case 'copula':
      return copulaRule(law, probabilities, featureCount)
    case 'latent': {
      const weights = stateWeights(law)
      return (first, second) =>
        weights.reduce(
          (sum, weight, state) => sum + weight * law.probability[state]![first]! * law.probability[state]![second]!,
          0,
        )
    }
  }
}

function independentRule({ groups = [] }: IndependentLaw, probabilities: Float64Array): PairRule {
  const groupOf = new Map(groups.flatMap((group) => group.features.map((feature) => [feature, group] as const)))
  return (first, second) => {
    const group = groupOf.get(first)
    if (group === undefined || group !== groupOf.get(second)) return probabilities[first]! * probabilities[second]!
    return group.kind === 'together' ? probabilities[first]! : 0
  }
}

/** Two features depend on one another through their last common ancestor: given it they are independent, or exclude each other. */
function hierarchyRule({ probability, parents, exclusive = [] }: HierarchyLaw): PairRule {
  const setOf = new Map(exclusive.flatMap((set, index) => set.map((feature) => [feature, index] as const)))
  const ways = parents.map((_, feature) => {
    const way = [feature]
    for (let above = parents[feature]!; above !== null; above = parents[above]!) way.unshift(above)
    return way
  })
  return (first, second) => {
    const [a, b] = [ways[first]!, ways[second]!]
    let shared = 0
    while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
    // One descends from the other.
    if (shared === a.length) return probability[second]!
    if (shared === b.length) return probability[first]!
    const set = setOf.get(a[shared]!)
    if (set !== undefined && set === setOf.get(b[shared]!)) return 0
    const common = shared === 0 ? 1 : probability[a[shared - 1]!]!
    return common === 0 ? 0 : (probability[first]! * probability[second]!) / common
  }
}

/**
 * P(X > a, Y > b) of normal numbers with correlation ρ is P(X > a) P(Y > b) + ∫ φ₂(a, b; r) dr over r from 0 to ρ (Plackett 1954), with
 * r = sin θ, where the integrand is smooth up to ρ = ±1.
 */
function copulaRule(law: CopulaLaw, probabilities: Float64Array, featureCount: number): PairRule {
  const thresholds = copulaThresholds(law, featureCount)
  const matrix = correlationMatrix(law.correlation, featureCount)
  return (first, second) => {
    const [p, q] = [probabilities[first]!, probabilities[second]!]
    if (p === 0 || q === 0) return 0
    if (p === 1 || q === 1) return p * q
    const [a, b] = [thresholds[first]!, thresholds[second]!]
    const end = Math.asin(matrix[first]![second]!)
    const density = (angle: number): number => {
      const cosine = Math.cos(angle)
      return Math.exp(-(a * a - 2 * a * b * Math.sin(angle) + b * b) / (2 * cosine * cosine)) / (2 * Math.PI)
    }
    const steps = 2000
    let sum = 0
    for (let step = 0; step < steps; step++) sum += density(((step + 0.5) / steps) * end)
    return Math.min(p, q, Math.max(0, p * q + (sum * end) / steps))
  }
}
