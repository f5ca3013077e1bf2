/** Moments of the values that a law gives to active features, in closed form. */
import type { ValueLaw } from './law.js'
import { normalDensity, normalProbability } from './normal-distribution.js'

/** E x, E x² and E x⁴ of the value of an active feature. */
export interface ValueMoments {
  readonly mean: number
  readonly meanSquare: number
  readonly meanFourthPower: number
}

/** The moments of a right law of values. */
export function valueMoments(values: ValueLaw = { kind: 'unit' }): ValueMoments {
  switch (values.kind) {
    case 'unit':
      return { mean: 1 / 2, meanSquare: 1 / 3, meanFourthPower: 1 / 5 }
    case 'signed':
      return { mean: 0, meanSquare: 1 / 3, meanFourthPower: 1 / 5 }
    case 'constant': {
      const constant = Math.fround(values.value)
      return { mean: constant, meanSquare: constant ** 2, meanFourthPower: constant ** 4 }
    }
    case 'sign':
      return { mean: 0, meanSquare: 1, meanFourthPower: 1 }
    case 'range':
      return rangeMoments((values.least + values.greatest) / 2, (values.greatest - values.least) / 2)
    case 'normal':
    case 'folded-normal':
    case 'clipped-normal':
      return normalMoments(values)
  }
}

/** Uniform within `halfWidth` of the middle: E (c + h u)^k with E u² = 1/3 and E u⁴ = 1/5. */
function rangeMoments(middle: number, halfWidth: number): ValueMoments {
  return {
    mean: middle,
    meanSquare: middle ** 2 + halfWidth ** 2 / 3,
    meanFourthPower: middle ** 4 + 2 * middle ** 2 * halfWidth ** 2 + halfWidth ** 4 / 5,
  }
}

/** With I_k = E[X^k where X > 0]: I_0 = Φ(μ/σ), I_1 = μ I_0 + σ φ(μ/σ), I_{k+1} = μ I_k + k σ² I_{k−1}. */
function normalMoments(law: Extract<ValueLaw, { readonly mean: number }>): ValueMoments {
  const { kind, mean, deviation } = law
  const above = (center: number): readonly [number, number, number] => {
    const zeroth = normalProbability(center / deviation)
    const first = center * zeroth + deviation * normalDensity(center / deviation)
    const second = center * first + deviation ** 2 * zeroth
    const third = center * second + 2 * deviation ** 2 * first
    return [first, second, center * third + 3 * deviation ** 2 * second]
  }
  const [first, second, fourth] = above(mean)
  if (kind === 'clipped-normal') return { mean: first, meanSquare: second, meanFourthPower: fourth }
  // What lies below 0 is what −X has above it.
  const [firstBelow, secondBelow, fourthBelow] = above(-mean)
  return {
    mean: kind === 'normal' ? mean : first + firstBelow,
    meanSquare: second + secondBelow,
    meanFourthPower: fourth + fourthBelow,
  }
}
