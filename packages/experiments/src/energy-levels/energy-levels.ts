/**
 * §8: features of one model hop between discrete dimensionalities during training, and the loss drops with each hop.
 */
import { type SparseBatch, sampleBatch, toDense } from '@digon/data'
import { featureDimensionality, frobeniusSquared } from '@digon/metrics'
import { forward, type Model, memberWeights } from '@digon/model'
import { dimensionalityHistoryFigure, lossFigure } from '@digon/plot'
import { digonLoss } from '@digon/theory'
import { everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { ensembleOfOne } from '../vocabulary/ensemble-of-one.js'
import { atLeast, atMost, exactly } from '../vocabulary/expectations.js'
import { best, medianOf, restartsBy, shareOf } from '../vocabulary/restarts.js'
import { correlation, mean } from '../vocabulary/statistics.js'
import { logarithmicSteps, sweep, type TrainedMember } from '../vocabulary/sweep.js'
import { energyLevelsSettings, model, probability } from './settings.js'
import * as text from './text.js'

const { featureCount, hiddenSize } = model
const figure = 'paper §8, figure of dimensionality and loss over training'

/** A feature hops in an interval when its dimensionality changes by this or more. */
const hop = 0.05
/** Nothing hops in an interval in which no dimensionality changes by more than this. */
const still = 0.02
/** A feature's dimensionality counts as 1/2 or 0 within this. */
const levelTolerance = 0.03

/** Loss of m digons of norm 1 without bias, the other features at their mean; trained biases gain a little on it. */
export const lossOfDigons = digonLoss(
  { probability, importance: new Array<number>(featureCount).fill(1) },
  Array.from({ length: hiddenSize }, (_, k) => [2 * k, 2 * k + 1] as const),
)

type RestartResult = ReturnType<typeof measureRestart>
type TimePoint = ReturnType<typeof measureTimePoint>
type Interval = ReturnType<typeof intervalBetween>

/** @param batch the same for all restarts and steps, so that differences of losses are nearly free of noise. */
function measureRestart({ weights, loss, recorded }: TrainedMember, from: Model, batch: SparseBatch) {
  const timePoints = recorded.map((point) => measureTimePoint(point, from, batch))
  const grown = timePoints.findIndex(({ normSquared }) => normSquared >= hiddenSize)
  const started = grown < 0 ? [] : timePoints.slice(grown)
  const intervals = started.slice(1).map((after, k) => intervalBetween(started[k]!, after))
  const changes = intervals.map(({ change }) => change)
  const falls = intervals.map(({ fall }) => fall)
  const end = [...featureDimensionality(weights)]
  const half = end.filter((value) => Math.abs(value - 0.5) <= levelTolerance).length
  const lost = [...end.keys()].filter((feature) => end[feature]! <= levelTolerance)
  return {
    loss,
    timePoints,
    /** Features that end at 1/2, at 0, and elsewhere. */
    ends: { half, none: lost.length, other: featureCount - half - lost.length },
    /** Between neighboring time points, from the one at which ‖W‖² first reaches m. */
    intervals,
    /** Of Σ|ΔD| and the fall over the intervals; 0 where either does not vary. */
    correlation: correlation(changes, falls) || 0,
    /** Largest dimensionality that a feature that ends at 0 had within the intervals. */
    largestLost: Math.max(0, ...started.flatMap(({ dimensionality }) => lost.map((i) => dimensionality[i]!))),
  }
}

function measureTimePoint({ step, parameters }: TrainedMember['recorded'][number], from: Model, batch: SparseBatch) {
  const one = ensembleOfOne(parameters)
  const weights = memberWeights(one, 0)
  const { values } = forward(from, one, 0, batch).output
  const squares = toDense(batch).reduce((sum, target, k) => sum + (values[k]! - target) ** 2, 0)
  return {
    step,
    loss: squares / values.length,
    dimensionality: [...featureDimensionality(weights)],
    normSquared: frobeniusSquared(weights),
  }
}

function intervalBetween(before: TimePoint, after: TimePoint) {
  const changes = after.dimensionality.map((value, i) => Math.abs(value - before.dimensionality[i]!))
  return {
    from: before.step,
    to: after.step,
    /** Σ|ΔD|. */
    change: changes.reduce((sum, value) => sum + value, 0),
    largestChange: Math.max(...changes),
    /** −Δ ln loss. */
    fall: Math.log(before.loss / after.loss),
  }
}

const hops = ({ largestChange }: Interval) => largestChange >= hop
const isStill = ({ largestChange }: Interval) => largestChange <= still
/** Mean relative fall of the loss in the intervals that fit. */
const fallWhere = ({ intervals }: RestartResult, fits: (interval: Interval) => boolean) =>
  mean(intervals.filter(fits).map(({ fall }) => fall))
const levelsOf = ({ ends: { half, none, other } }: RestartResult) =>
  `${half} at 1/2, ${none} at 0${other > 0 ? `, ${other} elsewhere` : ''}`

export const energyLevels = defineExperiment({
  settings: energyLevelsSettings,
  text,

  plan: ({ batchSize, steps, learningRate, restarts, timePoints }, seedOf) => ({
    equal: sweep({
      name: 'equal-features',
      model,
      batchSize,
      shared: { data: { probability }, learningRate, initialization: { kind: 'normal', deviation: 0.1 } },
      conditions: [probability],
      seed: () => seedOf(),
      restarts,
      steps,
      evaluationSamples: 50_000,
      lossSteps: [],
      record: [...logarithmicSteps(steps, timePoints), steps],
    }),
  }),

  measure: ({ equal: [trained] }) => {
    const { ensemble } = trained!.task
    const fresh = { featureCount, seed: ensemble.members[0]!.seed, step: 0, sampleCount: 4096 }
    const batch = sampleBatch({ kind: 'independent', probability }, fresh)
    return restartsBy(
      trained!,
      (member) => measureRestart(member, ensemble.model, batch),
      ({ loss }) => loss,
    )
  },

  controls: {
    'models stopped half-way': { trained: ({ equal }) => ({ equal: everyModel(equal, stoppedHalfWay) }) },
    'models that never change': { trained: ({ equal }) => ({ equal: everyModel(equal, unchanging) }) },
    'losses that fall evenly': {
      numbers: ({ planned, all }) => ({
        planned,
        all: all.map((restart) => ({
          ...restart,
          intervals: restart.intervals.map((interval) => ({ ...interval, fall: 0.005 })),
          correlation: 0,
        })),
      }),
    },
  },

  claims: (restarts) => {
    const atLevels = `${2 * hiddenSize} at 1/2, ${featureCount - 2 * hiddenSize} at 0`
    return [
      {
        id: 'digons',
        says: `In the end each of ${featureCount} equal features has half a dimension or none (m = ${hiddenSize}, p = ${probability}).`,
        measures: 'features by dimensionality, best restart',
        source: `${figure}: a model in which everything ends in digons`,
        holds: exactly(atLevels, 'D within 0.03')(levelsOf(best(restarts))),
        failsOn: ['untrained weights', 'models stopped half-way'],
      },
      {
        id: 'digon-restarts',
        says: 'At least half of the restarts end with all features at these two levels.',
        measures: 'share of restarts',
        source: 'restarts; the paper shows one model',
        holds: atLeast(0.5)(shareOf(restarts, (restart) => levelsOf(restart) === atLevels)),
        failsOn: ['untrained weights', 'models stopped half-way'],
      },
      {
        id: 'digon-loss',
        says: 'The best restart loses no more than digons of norm 1 without biases do.',
        measures: 'loss of the best restart / loss of digons',
        source: 'closed form: p²/3 for each digon, V(p) for each feature left out; trained biases gain a little',
        holds: atMost(1.005)(best(restarts).loss / lossOfDigons),
        failsOn: ['untrained weights', 'models stopped half-way'],
      },
      {
        id: 'hops',
        says: 'Features hop between levels after the model has grown.',
        measures: `intervals in which the dimensionality of one changes by ${hop} or more, median over restarts`,
        source: figure,
        holds: atLeast(4)(medianOf(restarts, ({ intervals }) => intervals.filter(hops).length)),
        failsOn: ['models that never change'],
      },
      {
        id: 'drops-with-hops',
        says: 'The loss drops where features hop.',
        measures:
          'its relative fall in an interval with a hop less that in one without, in percent, median over restarts',
        source: figure,
        holds: atLeast(0.4)(
          medianOf(restarts, (restart) => 100 * (fallWhere(restart, hops) - fallWhere(restart, isStill))),
        ),
        failsOn: ['models that never change', 'losses that fall evenly'],
      },
      {
        id: 'still-without-hops',
        says: 'Where nothing hops the loss hardly moves.',
        measures: 'its fall in an interval without a hop, in units of that in one with, median over restarts',
        source: figure,
        holds: atMost(0.35)(medianOf(restarts, stillOverHopping)),
        failsOn: ['models that never change', 'losses that fall evenly'],
      },
      {
        id: 'correlation',
        says: 'The more dimensionality moves in an interval, the more the loss falls.',
        measures: 'correlation of Σ|ΔD| and the relative fall over the intervals, median over restarts',
        source: figure,
        holds: atLeast(0.6)(medianOf(restarts, (restart) => restart.correlation)),
        failsOn: ['models that never change', 'losses that fall evenly'],
      },
      {
        id: 'places-taken',
        says: 'Features swap places, so that some which end without a dimension had a good part of one on the way.',
        measures: 'largest dimensionality that a lost feature had, median over restarts; in a digon it keeps 1/2',
        source: `${figure}: features swap places`,
        holds: atLeast(0.25)(medianOf(restarts, ({ largestLost }) => largestLost)),
        failsOn: ['models that never change'],
      },
    ]
  },

  figures: ({ all }) => {
    // Levels are seen best where a feature hops last: other restarts are in order before the loss has flattened.
    const shown = [...all].sort((a, b) => lastHop(b) - lastHop(a))[0]!
    const steps = shown.timePoints.map(({ step }) => step)
    const lossesOf = ({ timePoints }: RestartResult) => timePoints.map(({ loss }) => loss)
    const [least, most] = [all[0]!.loss, all.at(-1)!.loss]
    return [
      dimensionalityHistoryFigure({
        name: 'dimensionality',
        title: 'Features hop between levels, and the loss drops',
        description: `D of every feature over training, and the loss below, of the one of ${all.length} restarts in which a feature hops last. ${inWords(shown)}`,
        steps,
        dimensionality: shown.timePoints.map(({ dimensionality }) => dimensionality),
        loss: { steps, values: lossesOf(shown) },
        marks: latestPeaks(shown),
      }),
      lossFigure({
        name: 'losses',
        title: 'Losses of all restarts',
        description: `Loss over steps, on samples that are the same for all. Restarts end between ${least.toPrecision(4)} and ${most.toPrecision(4)} on fresh samples. ${all.map(inWords).join(' ')}`,
        series: [
          { label: 'shown', steps, losses: [lossesOf(shown)] },
          { label: 'all restarts', steps, losses: all.map(lossesOf) },
        ],
        stepScale: 'log',
      }),
    ]
  },
})

/** NaN without a hop: nothing to compare with never counts as agreement. */
function stillOverHopping(restart: RestartResult): number {
  const hopping = fallWhere(restart, hops)
  return hopping > 0 ? Math.abs(fallWhere(restart, isStill)) / hopping : Number.NaN
}

/** End of the last interval with a hop, 0 without any. */
function lastHop({ intervals }: RestartResult): number {
  return intervals.findLast(hops)?.to ?? 0
}

/** Where hops are largest: each larger than its neighbors, the three latest. */
function latestPeaks({ intervals }: RestartResult) {
  return intervals
    .filter((interval, k) => {
      const [before, after] = [intervals[k - 1]?.largestChange ?? 0, intervals[k + 1]?.largestChange ?? 0]
      return hops(interval) && interval.largestChange > before && interval.largestChange >= after
    })
    .slice(-3)
    .map(({ from, to }) => ({ step: Math.sqrt(from * to), label: 'hop' }))
}

function inWords({ ends, correlation: together }: RestartResult): string {
  return `${ends.half} features at 1/2, ${ends.none} at 0, ${ends.other} elsewhere; movement and fall correlate at ${together.toFixed(2)}.`
}

/** From the middle time point on, the model stays what it was there, and loses a tenth more. */
function stoppedHalfWay(trained: TrainedMember): TrainedMember {
  const middle = trained.recorded[Math.floor(trained.recorded.length / 2)]!
  return {
    ...trained,
    weights: memberWeights(ensembleOfOne(middle.parameters), 0),
    recorded: trained.recorded.map((point) => (point.step < middle.step ? point : { ...middle, step: point.step })),
    loss: 1.1 * trained.loss,
  }
}

function unchanging({ parameters, recorded, ...trained }: TrainedMember): TrainedMember {
  return { ...trained, parameters, recorded: recorded.map(({ step }) => ({ step, parameters })) }
}
