/** What the paper says of features that hop between dimensionalities. */
import { mean } from '../correlation.js'
import type { Claim } from '../experiment.js'
import { atLeast, atMost, same } from '../judge.js'
import { median } from '../restarts.js'
import { type EnergyLevelNumbers, hop, type Interval, type RestartResult } from './numbers.js'
import { featureCount, hiddenSize } from './plan.js'

const figure = 'paper §8, figure of dimensionality and loss over training'

/** Nothing hops in an interval in which no dimensionality changes by more than this. */
const still = 0.02

export function energyLevelClaims(numbers: EnergyLevelNumbers): readonly Claim[] {
  return [...endClaims(numbers), ...hopClaims(numbers)]
}

function endClaims({ restarts, losses, digonLoss }: EnergyLevelNumbers): readonly Claim[] {
  const expected = `${2 * hiddenSize} at 1/2, ${featureCount - 2 * hiddenSize} at 0`
  const inWords = ({ ends }: RestartResult) =>
    `${ends.half} at 1/2, ${ends.none} at 0${ends.other > 0 ? `, ${ends.other} elsewhere` : ''}`
  return [
    same(
      {
        id: 'energy-levels/digons',
        statement: `In the end every one of ${featureCount} equal features has half a dimension or none (m = ${hiddenSize}, p = 0.3): best restart.`,
        source: `${figure}: a model in which everything ends in digons`,
        control: 'untrained weights; models stopped half-way',
      },
      inWords(restarts[0]!),
      expected,
      'D within 0.03',
    ),
    atLeast(
      {
        id: 'energy-levels/digon-restarts',
        statement: 'At least half of the restarts end with all features at these two levels.',
        source: 'restarts; the paper shows one model',
        control: 'untrained weights; models stopped half-way',
      },
      restarts.filter((restart) => inWords(restart) === expected).length / (losses.count + losses.diverged),
      0.5,
    ),
    atMost(
      {
        id: 'energy-levels/digon-loss',
        statement: 'The best restart loses no more than digons of norm 1 without biases do: ratio of losses.',
        source: 'closed form: p²/3 for each digon, V(p) for each feature left out; trained biases gain a little',
        control: 'untrained weights; models stopped half-way',
      },
      losses.best / digonLoss,
      1.005,
    ),
  ]
}

function hopClaims({ restarts }: EnergyLevelNumbers): readonly Claim[] {
  const control = 'models that never change; losses that fall evenly'
  const rates = restarts.map(({ intervals }) => ({
    hopping: fallRate(intervals.filter(({ largestChange }) => largestChange >= hop)),
    still: fallRate(intervals.filter(({ largestChange }) => largestChange <= still)),
  }))
  return [
    atLeast(
      {
        id: 'energy-levels/hops',
        statement:
          'Features hop between levels after the model has grown: intervals in which the dimensionality of one changes by 0.05 or more, median over restarts.',
        source: figure,
        control: 'models that never change',
      },
      median(restarts.map(({ intervals }) => intervals.filter(({ largestChange }) => largestChange >= hop).length)),
      4,
    ),
    atLeast(
      {
        id: 'energy-levels/drops-with-hops',
        statement:
          'The loss drops where features hop: its relative fall in an interval with a hop less that in one without, in percent, median over restarts.',
        source: figure,
        control,
      },
      median(rates.map(({ hopping, still: quiet }) => 100 * (hopping - quiet))),
      0.4,
    ),
    atMost(
      {
        id: 'energy-levels/still-without-hops',
        statement:
          'Where nothing hops the loss hardly moves: its fall in an interval without a hop, in units of that in one with, median over restarts.',
        source: figure,
        control,
      },
      median(rates.map(({ hopping, still: quiet }) => (hopping > 0 ? Math.abs(quiet) / hopping : Number.NaN))),
      0.35,
    ),
    atLeast(
      {
        id: 'energy-levels/correlation',
        statement:
          'The more dimensionality moves in an interval, the more the loss falls: correlation of Σ|ΔD| and the relative fall over the intervals, median over restarts.',
        source: figure,
        control,
      },
      median(restarts.map(({ correlation }) => correlation)),
      0.6,
    ),
    atLeast(
      {
        id: 'energy-levels/places-taken',
        statement:
          'Features take places from each other: of those that end without a dimension, the largest dimensionality that one had on the way, median over restarts; a quarter is half of what it would keep in a digon.',
        source: `${figure}: features swap places`,
        control: 'models that never change',
      },
      median(restarts.map(({ largestLost }) => largestLost)),
      0.25,
    ),
  ]
}

/** Mean relative fall of an interval. */
function fallRate(intervals: readonly Interval[]): number {
  return mean(intervals.map(({ fall }) => fall))
}
