/** Li et al. 2026: from how many dimensions on the AND of every pair can be read from a random code. Nothing is trained. */
import { curvesFigure, plannedFigure } from '@digon/plot'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { exactly, near } from '../vocabulary/expectations.js'
import type { Tools } from '../vocabulary/simulation.js'
import { list, type Share, wilsonInterval } from '../vocabulary/statistics.js'
import { bestRuleLimit, bias, expectedErrors, tailRatio, thresholdDimensions, windowProfile } from './law.js'
import { differencesInErrors } from './moments.js'
import {
  activeCounts,
  andGatesSettings,
  apart,
  beyond,
  explicit,
  exponents,
  largest,
  places,
  reported,
  shown,
} from './settings.js'
import { sharesNear } from './shares.js'
import { type Settings, simulate, sizesOf, type Wrong } from './simulate.js'
import * as text from './text.js'

const preprint = 'Li et al. 2026, §9: exact simulations'
const window = 'Li et al. 2026, Theorem 7.1: the critical window'
const success = 'share of networks without an error at'

export const andGates = defineExperiment({
  settings: andGatesSettings,
  text,

  plan: () => ({}),
  simulation: { uses: ['streamOf'], run: (_, settings, tools) => simulate(settings, tools) },

  measure: (_, __, drawn) => {
    const biggest = sizesOf(largest, exponents.at(-1)!)
    return {
      ...drawn,
      limits: activeCounts.map((activeCount) => bestRuleLimit(tailRatio(sizesOf(activeCount, 4)))),
      profiles: exponents.map((exponent) => windowProfile(tailRatio(sizesOf(largest, exponent)), 0)),
      windowProfiles: places.map((place) => windowProfile(tailRatio(sizesOf(largest, 4)), place)),
      expectedApart: expectedErrors(biggest, drawn.apart.dimensions, bias(biggest, drawn.apart.dimensions, 'midpoint')),
      expectedExplicit: expectedErrors(explicit, drawn.explicit.dimensions, drawn.explicit.theta),
    }
  },

  controls: {
    'dimensions 5 % too few': wrongly({ dimensions: 0.95 }),
    'biases of the other rule': wrongly({ rulesSwapped: true }),
    'active reads independent of one another': wrongly({ uncentered: true }),
    'expected errors 50 % too many': {
      numbers: ({ expectedApart, expectedExplicit, ...rest }) => ({
        ...rest,
        expectedApart: 1.5 * expectedApart,
        expectedExplicit: 1.5 * expectedExplicit,
      }),
    },
  },

  claims: (numbers) => {
    const { atThreshold, midpoint } = numbers
    const separate = numbers.apart.right[0]!
    const rightest = (results: readonly { readonly right: readonly Share[] }[]) => results.map(({ right }) => right[0]!)
    const { drawn, law, errors } = numbers.explicit
    return [
      {
        id: 'best-at-threshold',
        kind: 'paper',
        says: 'With the best bias, at the dimensions of its threshold, as many networks are right as the preprint reports.',
        measures: `${success} k = ${list(activeCounts)}, m = k⁴`,
        source: preprint,
        holds: sharesNear(reported.atThreshold, 0.025)(rightest(atThreshold)),
        explanation:
          'By chance: at k = 256 the preprint’s share of 4,096 networks lies 2.3 standard errors below the mean of ours over ten seeds, 0.152, so that about one seed in seventy is off by more.',
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow', 'random numbers used twice'],
      },
      {
        id: 'best-limit',
        kind: 'mathematics',
        says: 'That share is near its limit, which two Gumbel numbers and the two smallest active reads give.',
        measures: `${success} k = ${list(activeCounts)}, m = k⁴`,
        source: `${window}; Ψ_β(0)(2/e − E₁(1)) derived here`,
        holds: sharesNear(numbers.limits, 0.03)(rightest(atThreshold)),
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow', 'random numbers used twice'],
      },
      {
        id: 'midpoint-at-threshold',
        kind: 'paper',
        says: 'With the midpoint bias, at its own threshold, as many networks are right as the preprint reports, up to k⁶⁴ features.',
        measures: `${success} m = k^${list(exponents)}, k = ${largest}`,
        source: preprint,
        holds: sharesNear(reported.midpoint, 0.035)(rightest(midpoint)),
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow'],
      },
      {
        id: 'midpoint-profile',
        kind: 'mathematics',
        says: 'That share is Ψ_β(0), the probability that the sum of two Gumbel numbers is not positive, one of them over β.',
        measures: `${success} m = k^${list(exponents)}, k = ${largest}`,
        source: window,
        holds: sharesNear(numbers.profiles, 0.03)(rightest(midpoint)),
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow'],
      },
      {
        id: 'midpoint-window',
        kind: 'mathematics',
        says: 'Around the threshold the share follows Ψ_β(x).',
        measures: `${success} d0 + 8k(1 + β)x, x = ${list(places)}`,
        source: window,
        holds: sharesNear(numbers.windowProfiles, 0.05)(rightest(numbers.window)),
        explanation:
          'The profile is a limit: at k = 1024 and x = 1 the mean of our shares over ten seeds is 0.635, above 0.606, and a share of 1,024 networks has a standard error of 0.015. About one seed in thirteen is off by more than the tolerance.',
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow'],
      },
      {
        id: 'best-beyond',
        kind: 'paper',
        says: `At ${beyond} times the dimensions of its threshold nearly all networks with the best bias are right, and nearly none with the midpoint bias.`,
        measures: `${success} ${beyond} times the best bias’s threshold, with the best bias and with the midpoint bias`,
        source: preprint,
        holds: sharesNear(reported.beyond, 0.015)(numbers.beyond.right),
        failsOn: ['dimensions 5 % too few', 'biases of the other rule'],
        nearMisses: ['normal numbers 5 % too wide', 'normal numbers 5 % too narrow'],
      },
      {
        id: 'errors-together',
        kind: 'self-check',
        says: `At m = k^${exponents.at(-1)} and ${apart} times the midpoint bias’s threshold no drawn network errs, although 10¹⁹ errors are expected.`,
        measures: 'whether no drawn network errs, and the expected number of errors is that of the preprint',
        source: preprint,
        holds: exactly(
          true,
          `none errs in all draws; expected errors within 10 % of ${reported.expectedErrorsApart}`,
        )(separate.count === separate.of && Math.abs(numbers.expectedApart / reported.expectedErrorsApart - 1) <= 0.1),
        failsOn: ['expected errors 50 % too many'],
      },
      {
        id: 'explicit-networks',
        kind: 'self-check',
        says: 'The reads of networks with all their columns drawn are distributed as those of the law.',
        measures:
          'mean and variance of the reads that decide each kind of gate, all columns drawn − by the law, in standard errors; the one farthest off',
        source: 'Li et al. 2026, Theorem 3.1: the exact conditional law',
        holds: near(0, 4)(drawn.flatMap((read, kind) => differencesInErrors(read, law[kind]!))),
        failsOn: ['active reads independent of one another'],
      },
      {
        id: 'explicit-errors',
        kind: 'self-check',
        says: 'The number of errors expected by the integral is the mean of those counted.',
        measures: 'mean number of errors, all columns drawn − expected by the integral, in standard errors',
        source: 'Li et al. 2026, Proposition 3.2: the score of one gate',
        holds: near(0, 4)((errors.mean - numbers.expectedExplicit) / Math.sqrt(errors.variance / errors.count)),
        failsOn: ['expected errors 50 % too many'],
      },
    ]
  },

  figures: ({ shown: points }) => {
    const threshold = (rule: 'best' | 'midpoint') => thresholdDimensions(sizesOf(shown.activeCount, 4), rule)
    const curve = (label: string, rule: number) => {
      const shares = points.map(({ right }) => right[rule]!)
      return {
        label,
        x: points.map(({ dimensions }) => dimensions),
        y: shares.map(({ count, of }) => count / of),
        spread: {
          lowest: shares.map((share) => wilsonInterval(share)[0]),
          highest: shares.map((share) => wilsonInterval(share)[1]),
        },
      }
    }
    return [
      plannedFigure(curvesFigure, {
        name: 'right-networks',
        title: `AND of all pairs of ${shown.activeCount}⁴ features, ${shown.activeCount} of them active`,
        description:
          'Share of random networks of which no gate errs, against the dimensions of the code, for the best bias and for the one half way.',
        curves: [curve('best bias', 0), curve('midpoint bias', 1)],
        xAxis: { title: 'dimensions' },
        yAxis: { title: 'share of networks without an error', domain: [0, 1] },
        bandMeaning: 'band: 95 % interval',
        guides: [
          { label: 'threshold', x: threshold('best') },
          { label: 'threshold', x: threshold('midpoint') },
        ],
      }),
    ]
  },
})

/** Another simulation, of an eighth of the networks of the law: what is wrong shows with fewer. */
function wrongly(wrong: Wrong) {
  return {
    simulate: (_: unknown, { networks, otherNetworks, explicitNetworks }: Settings, tools: Tools) => {
      const few = { networks: networks / 8, otherNetworks: otherNetworks / 8, explicitNetworks }
      return simulate(few, tools, wrong)
    },
  }
}
