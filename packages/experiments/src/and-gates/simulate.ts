/** How many random networks compute AND without an error, at each setting. Every setting has a stream of its own. */

import type { Tools } from '../vocabulary/simulation.js'
import type { Share } from '../vocabulary/statistics.js'
import { bias, type Rule, type Sizes, thresholdDimensions, windowDimensions } from './law.js'
import { type Moments, moments } from './moments.js'
import { type Departure, drawColumns, drawReads, errorCount, extremes, type Reads, rightGates } from './networks.js'
import {
  activeCounts,
  type andGatesSettings,
  apart,
  beyond,
  explicit,
  exponents,
  largest,
  places,
  shown,
} from './settings.js'

export type Settings = (typeof andGatesSettings.settings)['quick']

/** What a simulation does wrong, for controls. */
export interface Wrong extends Departure {
  /** Networks have so many times the dimensions that they should. */
  readonly dimensions?: number
  /** Biases follow the other rule. */
  readonly rulesSwapped?: boolean
}

/** JSON. */
export function simulate({ networks, otherNetworks, explicitNetworks }: Settings, tools: Tools, wrong: Wrong = {}) {
  const successes = (sizes: Sizes, dimensions: number, rules: readonly Rule[], count: number, ...path: string[]) => {
    const stream = tools.streamOf(...path)
    const thetas = rules.map((rule) => bias(sizes, dimensions, wrong.rulesSwapped ? otherRule[rule] : rule))
    const right = rules.map(() => 0)
    for (let network = 0; network < count; network++) {
      const reads = drawReads(sizes, Math.round(dimensions * (wrong.dimensions ?? 1)), stream, wrong)
      for (const [k, theta] of thetas.entries()) if (isRight(reads, theta)) right[k]!++
    }
    return { dimensions, right: right.map((ofRule): Share => ({ count: ofRule, of: count })) }
  }
  const big = sizesOf(largest, 4)
  const biggest = sizesOf(largest, exponents.at(-1)!)
  const threshold = thresholdDimensions(big, 'best')
  return {
    atThreshold: activeCounts.map((activeCount) => {
      const sizes = sizesOf(activeCount, 4)
      return successes(sizes, thresholdDimensions(sizes, 'best'), ['best'], networks, 'best', String(activeCount))
    }),
    midpoint: exponents.map((exponent) => {
      const sizes = sizesOf(largest, exponent)
      const dimensions = thresholdDimensions(sizes, 'midpoint')
      return successes(sizes, dimensions, ['midpoint'], networks, 'midpoint', String(exponent))
    }),
    window: places.map((place) =>
      successes(big, windowDimensions(big, place), ['midpoint'], otherNetworks, 'window', String(place)),
    ),
    beyond: successes(big, Math.round(beyond * threshold), ['best', 'midpoint'], networks, 'beyond'),
    apart: successes(
      biggest,
      Math.round(apart * thresholdDimensions(biggest, 'midpoint')),
      ['midpoint'],
      otherNetworks,
      'apart',
    ),
    shown: shown.dimensions.map((share) => {
      const sizes = sizesOf(shown.activeCount, 4)
      const dimensions = Math.round(share * thresholdDimensions(sizes, 'best'))
      return successes(sizes, dimensions, ['best', 'midpoint'], otherNetworks, 'shown', String(share))
    }),
    explicit: explicitResults(explicitNetworks, tools, wrong),
  }
}

/** So many active features among a power of their number. */
export function sizesOf(activeCount: number, exponent: number): Sizes {
  return { featureCount: activeCount ** exponent, activeCount }
}

const otherRule: Readonly<Record<Rule, Rule>> = { best: 'midpoint', midpoint: 'best' }
/** Networks with all columns drawn beside those of the law, at the best rule's threshold. */
function explicitResults(explicitNetworks: number, tools: Tools, wrong: Wrong) {
  const { activeCount } = explicit
  const dimensions = thresholdDimensions(explicit, 'best')
  const theta = bias(explicit, dimensions, 'best')
  const stream = tools.streamOf('explicit')
  const errors: number[] = []
  const drawn: Reads[] = []
  for (let network = 0; network < explicitNetworks; network++) {
    const reads = drawColumns(explicit, dimensions, stream)
    errors.push(errorCount(reads, activeCount, theta))
    drawn.push(extremes(reads, activeCount))
  }
  const byLaw = tools.streamOf('explicit', 'law')
  // By the law a network costs little.
  const ofLaw = Array.from({ length: 8 * explicitNetworks }, () => drawReads(explicit, dimensions, byLaw, wrong))
  return { dimensions, theta, drawn: momentsOf(drawn), law: momentsOf(ofLaw), errors: moments(errors) }
}

/** Of what each kind of gate is decided by: the least sum of two active reads, the most of an active one and an inactive one, of two inactive ones. */
function momentsOf(networks: readonly Reads[]): readonly Moments[] {
  return [
    moments(networks.map(({ leastActive: [first, second] }) => first + second)),
    moments(networks.map(({ mostActive, mostInactive: [most] }) => mostActive + most)),
    moments(networks.map(({ mostInactive: [first, second] }) => first + second)),
  ]
}

function isRight(reads: Reads, theta: number): boolean {
  const { two, one, none } = rightGates(reads, theta)
  return two && one && none
}
