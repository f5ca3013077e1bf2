/** How many random networks compute AND without an error, at each setting. Every setting has a stream of its own. */

import type { Tools } from '../vocabulary/simulation.js'
import type { Share } from '../vocabulary/statistics.js'
import { bias, type Rule, type Sizes, thresholdDimensions, windowDimensions } from './law.js'
import {
  type Departure,
  drawColumns,
  drawReads,
  errorCount,
  extremes,
  type Reads,
  type RightGates,
  rightGates,
} from './networks.js'
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
    explicit: explicitResults(explicitNetworks, networks, tools, wrong),
  }
}

/** So many active features among a power of their number. */
export function sizesOf(activeCount: number, exponent: number): Sizes {
  return { featureCount: activeCount ** exponent, activeCount }
}

const otherRule: Readonly<Record<Rule, Rule>> = { best: 'midpoint', midpoint: 'best' }
const kinds = ['two', 'one', 'none'] as const

/** Networks with all columns drawn beside those of the law, at the best rule's threshold. */
function explicitResults(explicitNetworks: number, lawNetworks: number, tools: Tools, wrong: Wrong) {
  const { activeCount } = explicit
  const dimensions = thresholdDimensions(explicit, 'best')
  const theta = bias(explicit, dimensions, 'best')
  const stream = tools.streamOf('explicit')
  const errors: number[] = []
  const drawn: RightGates[] = []
  for (let network = 0; network < explicitNetworks; network++) {
    const reads = drawColumns(explicit, dimensions, stream)
    errors.push(errorCount(reads, activeCount, theta))
    drawn.push(rightGates(extremes(reads, activeCount), theta))
  }
  const byLaw = tools.streamOf('explicit', 'law')
  const ofLaw = Array.from({ length: lawNetworks }, () => {
    return rightGates(drawReads(explicit, Math.round(dimensions * (wrong.dimensions ?? 1)), byLaw, wrong), theta)
  })
  const mean = errors.reduce((sum, count) => sum + count, 0) / errors.length
  const variance = errors.reduce((sum, count) => sum + (count - mean) ** 2, 0) / errors.length
  return {
    dimensions,
    theta,
    drawn: sharesOf(drawn),
    law: sharesOf(ofLaw),
    errors: { mean, standardError: Math.sqrt(variance / errors.length) },
  }
}

/** Of how many networks all gates of a kind are right. */
function sharesOf(networks: readonly RightGates[]): Readonly<Record<(typeof kinds)[number], Share>> {
  const share = (kind: (typeof kinds)[number]) => ({
    count: networks.filter((each) => each[kind]).length,
    of: networks.length,
  })
  return { two: share('two'), one: share('one'), none: share('none') }
}

function isRight(reads: Reads, theta: number): boolean {
  const { two, one, none } = rightGates(reads, theta)
  return two && one && none
}
