/** Moments of the number of active features of a sample, exact, for the laws of dependence. */
import type { CopulaLaw, HierarchyLaw, LatentLaw } from './law.js'
import { featureProbabilities, stateWeights } from './law-probabilities.js'
import { pairProbabilities } from './pair-probabilities.js'

export interface ActiveMoments {
  readonly mean: number
  readonly variance: number
  /** Fourth central moment; NaN where the law has no closed form for it (copula). */
  readonly fourthMoment: number
}

/** Cumulants of a sum of independent terms add up; the central moments follow from them. */
export class Cumulants {
  variance = 0
  #third = 0
  #fourth = 0

  /** A term that is `size` with this probability, else 0. */
  addEvent(probability: number, size: number): void {
    const variance = probability * (1 - probability)
    this.variance += size ** 2 * variance
    this.#third += size ** 3 * variance * (1 - 2 * probability)
    this.#fourth += size ** 4 * variance * (1 - 6 * variance)
  }

  thirdMoment(): number {
    return this.#third
  }

  fourthMoment(): number {
    return this.#fourth + 3 * this.variance ** 2
  }
}

/** Variance from the probabilities of pairs. */
export function copulaMoments(law: CopulaLaw, featureCount: number): ActiveMoments {
  const probabilities = featureProbabilities(law, featureCount)
  const pairs = pairProbabilities(law, featureCount)
  const mean = probabilities.reduce((sum, probability) => sum + probability, 0)
  let meanSquare = mean
  for (let first = 0; first < featureCount; first++) {
    for (let second = 0; second < featureCount; second++) {
      if (first !== second) meanSquare += pairs[first * featureCount + second]!
    }
  }
  return { mean, variance: meanSquare - mean ** 2, fourthMoment: Number.NaN }
}

/** In every state the features are independent; moments about the common mean are averaged over the states. */
export function latentMoments(law: LatentLaw, featureCount: number): ActiveMoments {
  const mean = featureProbabilities(law, featureCount).reduce((sum, probability) => sum + probability, 0)
  let variance = 0
  let fourthMoment = 0
  for (const [state, weight] of stateWeights(law).entries()) {
    const total = new Cumulants()
    let own = 0
    for (const probability of law.probability[state]!) {
      total.addEvent(probability, 1)
      own += probability
    }
    const shift = own - mean
    variance += weight * (total.variance + shift ** 2)
    fourthMoment +=
      weight * (total.fourthMoment() + 4 * shift * total.thirdMoment() + 6 * shift ** 2 * total.variance + shift ** 4)
  }
  return { mean, variance, fourthMoment }
}

/** From the distribution of the number of active features, tree by tree. Time grows with the square of the features. */
export function hierarchyMoments(law: HierarchyLaw): ActiveMoments {
  const distribution = activeBelow(law, null)
  const mean = distribution.reduce((sum, chance, count) => sum + chance * count, 0)
  const about = (power: number) =>
    distribution.reduce((sum, chance, count) => sum + chance * (count - mean) ** power, 0)
  return { mean, variance: about(2), fourthMoment: about(4) }
}

/** `[count]`: P(so many features below this parent are active | the parent is). */
function activeBelow(law: HierarchyLaw, parent: number | null): number[] {
  const { probability, parents, exclusive = [] } = law
  const parentProbability = parent === null ? 1 : probability[parent]!
  if (parentProbability === 0) return [1]
  const inSets = new Set(exclusive.flat())
  const alone = parents.flatMap((own, feature) => (own === parent && !inSets.has(feature) ? [[feature]] : []))
  const units = [...alone, ...exclusive.filter(([first]) => parents[first!] === parent)]
  return units
    .map((features) => {
      const mixture = [1]
      for (const feature of features) {
        const share = probability[feature]! / parentProbability
        mixture[0]! -= share
        for (const [count, chance] of activeBelow(law, feature).entries()) {
          mixture[count + 1] = (mixture[count + 1] ?? 0) + share * chance
        }
      }
      return mixture
    })
    .reduce(convolve, [1])
}

function convolve(first: readonly number[], second: readonly number[]): number[] {
  const sum = new Array<number>(first.length + second.length - 1).fill(0)
  for (const [i, a] of first.entries()) for (const [j, b] of second.entries()) sum[i + j]! += a * b
  return sum
}
