/** §1, §12: how much of the output of a small model is that of a larger one without interference. */

import { matrixFromRows, toRows } from '@digon/matrix'
import { curvesFigure, plannedFigure } from '@digon/plot'
import { chosenFeatures } from '../vocabulary/chosen-features.js'
import { everyModel, modelsOf } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, near, rising } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated } from '../vocabulary/independent-restarts.js'
import { leastExactProbability } from '../vocabulary/least-loss.js'
import { bandMeaning, best, curveOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, mean } from '../vocabulary/statistics.js'
import { sweep, type TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { measureProbability, type SimulatedRestart, type SimulationResult } from './measure.js'
import { activeCounts, noisySimulationSettings, probabilities } from './settings.js'
import * as text from './text.js'

const hypothesis = 'paper §1: networks in superposition noisily simulate larger, highly sparse networks'

/** Where features come in digons, and where more than two share a dimension. */
const [digons, crowded] = [0.3, 0.1]
/** A restart has reached the least loss when its own is at most so many times the least known. */
const leastLossWithin = 1.1
/** W Wᵀ is a projection when its difference from its square is no greater, in units of its own size. */
const projectionTolerance = 0.05

const explained = (restart: SimulatedRestart) => restart.explained
const represented = (restart: SimulatedRestart) => restart.represented
const medianExplained = ({ restarts }: SimulationResult) => medianOf(restarts, explained)
const medianRepresented = ({ restarts }: SimulationResult) => medianOf(restarts, represented)
/** Only restarts that reached the least loss are asked what they simulate. */
const good = ({ restarts: { planned, all }, leastLoss }: SimulationResult) => ({
  planned,
  all: all.filter(({ loss }) => loss <= leastLossWithin * leastLoss),
})
const overGood = `median over the restarts within ${Math.round(100 * (leastLossWithin - 1))} % of the lowest known loss`
const goodExplained = (result: SimulationResult) => medianOf(good(result), explained)
const medianNoise = ({ restarts }: SimulationResult, activeCount: number) =>
  medianOf(restarts, ({ noise }) => noise[activeCounts.indexOf(activeCount)]!.noise)

export const noisySimulation = defineExperiment({
  settings: noisySimulationSettings,
  text,

  plan: ({ featureCount, hiddenSize, restarts, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'sweep',
      model: { featureCount, hiddenSize },
      batchSize,
      shared: { learningRate: 0.01 },
      conditions: probabilities,
      member: (probability) => ({ data: { probability } }),
      seed: (probability) => seedOf(String(probability)),
      restarts,
      steps,
      record: [1],
      // At the lowest probability few samples have an active feature.
      evaluationSamples: 100_000,
    }),
  }),

  measure: ({ sweep }, { featureCount, hiddenSize }) => ({
    featureCount,
    hiddenSize,
    sweep: sweep.map((trained) => measureProbability(trained, { featureCount, hiddenSize })),
    firstStep: firstStepOf(sweep[0]!),
  }),

  controls: {
    'the models of p = 1': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 1) }) },
    'the models of p = .1': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.1) }) },
    'models without superposition': { trained: ({ sweep }) => ({ sweep: everyModel(sweep, withoutSuperposition) }) },
    'the results in reverse order': {
      numbers: ({ sweep, ...sizes }) => ({
        ...sizes,
        sweep: sweep.map(({ probability }, k) => ({ ...sweep.at(-1 - k)!, probability })),
      }),
    },
    'losses 10 % too high': { trained: ({ sweep }) => ({ sweep: lossesTooHigh(sweep) }) },
    'one restart repeated': { trained: ({ sweep }) => ({ sweep: firstRestartRepeated(sweep) }) },
  },

  claims: ({ sweep, featureCount, hiddenSize, firstStep: step }) => {
    const at = (wanted: number) => sweep.find(({ probability }) => probability === wanted)!
    const [dense, paired, full, sparsest] = [sweep[0]!, at(digons), at(crowded), sweep.at(-1)!]
    const sparse = sweep.filter(({ probability }) => probability < crowded)
    const isExact = ({ probability }: SimulationResult) => probability >= leastExactProbability
    return [
      firstStep(step),
      {
        id: 'least-loss',
        kind: 'mathematics',
        says: `From p = 1 to ${digons} the best restart has the loss of principal components or of the best digons.`,
        measures: 'loss / closed form, best restart, worst probability',
        source: 'V(p) (1 − gain · m/n), gain of the best of one feature, digon, triangle and tetrahedron per dimension',
        holds: near(1, '1 %')(sweep.filter(isExact).map(({ restarts, leastLoss }) => best(restarts).loss / leastLoss)),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'losses 10 % too high', 'density 25 % too high', 'members mixed up'],
      },
      {
        id: 'least-loss-sparse',
        kind: 'mathematics',
        says: `Below p = ${digons} the loss of the median restart is close to the lowest one that a longer search found.`,
        measures: 'loss / lowest known loss, median over restarts, worst probability',
        source: `noisy-simulation/best-known.json: ${bestKnown.source}`,
        holds: near(
          1,
          '7 %',
        )(
          sweep
            .filter((result) => !isExact(result))
            .map(({ restarts, leastLoss }) => medianOf(restarts, ({ loss }) => loss) / leastLoss),
        ),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'losses 10 % too high', 'density 25 % too high', 'members mixed up'],
      },
      sampledLosses(
        sweep.map(({ checkedLosses, leastLoss }) =>
          checkedLosses.filter(({ loss }) => loss <= leastLossWithin * leastLoss),
        ),
        {
          trained: {
            which: 'within 10 % of the lowest known',
            nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'noise on weights'],
          },
          source: 'both estimate the same expectation, the second in float64 on other samples',
        },
      ),
      chosenFeatures(
        good(paired).all.map(({ kept }) => kept),
        `p = ${digons}, within 10 % of the lowest loss`,
      ),
      {
        id: 'sparse-explained',
        kind: 'paper',
        says: `At p = ${sparsest.probability}, the larger model explains nearly all of the output of the small one.`,
        measures: `1 − E‖y′ − y‖² / E‖y′‖², ${overGood}`,
        source: hypothesis,
        holds: atLeast(0.9)(goodExplained(sparsest)),
        failsOn: ['untrained weights', 'the models of p = 1'],
        nearMisses: ['untrained', 'biases lost', 'output activation swapped'],
      },
      {
        id: 'larger-than-itself',
        kind: 'paper',
        says: `At p = ${sparsest.probability}, the simulated model has more features than the ${hiddenSize} dimensions of the small one.`,
        measures: `features whose output has less than half the error of a constant, ${overGood}`,
        source: hypothesis,
        holds: atLeast(Math.min(featureCount, 3 * hiddenSize))(medianOf(good(sparsest), represented)),
        failsOn: ['untrained weights', 'models without superposition'],
        nearMisses: ['untrained', 'members mixed up'],
      },
      {
        id: 'dense-not-explained',
        kind: 'paper',
        says: 'Without sparsity there is no larger model: models project onto m directions, and features without interference explain less than half of the variance.',
        measures: '1 − Var(y′ − y) / Var(y′), median over restarts; NaN unless W Wᵀ is a projection within 5 %',
        source: 'paper §3: dense models keep principal components, which are no features',
        holds: atMost(0.5)(
          medianOf(dense.restarts, ({ projectionError }) => projectionError) <= projectionTolerance
            ? medianOf(dense.restarts, ({ explainedVariance }) => explainedVariance)
            : Number.NaN,
        ),
        failsOn: ['untrained weights', 'models without superposition', 'the results in reverse order'],
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large'],
      },
      {
        id: 'better-as-sparser',
        kind: 'paper',
        says: 'Once all features are represented, the larger model explains more of the output as they become sparser.',
        measures: `explained share at p = ${list(sparse.map(({ probability }) => probability))}, ${overGood}`,
        source: hypothesis,
        holds: rising({ to: atLeast(0.9), digits: (value) => value.toFixed(3) })(sparse.map(goodExplained)),
        failsOn: ['untrained weights', 'the results in reverse order'],
        nearMisses: ['untrained', 'biases lost'],
      },
      {
        id: 'digons',
        kind: 'mathematics',
        says: `At p = ${paired.probability}, where features form antipodal pairs, the larger model explains the same share as for ideal digons.`,
        measures: 'explained share, median over restarts',
        source: 'closed form for digons of unit norm without bias, m p²/3 of noise, all other outputs at p/2',
        holds: near(Number(paired.digonExplained.toFixed(4)), 0.03)(medianExplained(paired)),
        failsOn: ['untrained weights', 'the models of p = 1', 'the models of p = .1'],
        nearMisses: ['untrained', 'noise on weights', 'members mixed up'],
      },
      {
        id: 'noise-of-digons',
        kind: 'mathematics',
        says: `At p = ${paired.probability} the noise grows with the number of active features as it does for ideal digons.`,
        measures: 'mean noise with 3 to 6 active features / that of the closed form, medians over restarts',
        source: 'm k (k − 1) / (n (n − 1)) pairs are complete, and each adds 2 E min(x, x′)² = 1/3',
        holds: near(
          1,
          '20 %',
        )(
          mean(activeCounts.slice(2).map((k) => medianNoise(paired, k))) /
            mean(
              activeCounts.slice(2).map((k) => (hiddenSize * k * (k - 1)) / (featureCount * (featureCount - 1) * 3)),
            ),
        ),
        failsOn: ['untrained weights', 'models without superposition', 'the models of p = .1'],
        nearMisses: ['untrained', 'members mixed up', 'output activation swapped'],
      },
      {
        id: 'more-features-more-noise',
        kind: 'mathematics',
        says: 'As features become sparser, models first represent more of them, with more noise. So the fidelity of the simulation is not monotone in sparsity.',
        measures: `explained share at p = ${full.probability} − explained share at p = ${paired.probability}, medians over restarts`,
        source: 'measured, not in the paper; digons have no interference except in complete pairs',
        holds: atMost(-0.03)(medianExplained(full) - medianExplained(paired)),
        failsOn: ['models without superposition', 'the models of p = .1'],
        nearMisses: ['untrained', 'output activation swapped'],
      },
      {
        id: 'alone-no-noise',
        kind: 'paper',
        says: `At every p ≤ ${digons} a feature that is active alone has the same output as in the larger model.`,
        measures: 'share of noise in samples with one active feature, medians over restarts; the largest',
        source:
          'paper §4: for 1-sparse inputs negative interference is free, and a negative bias removes small positive interference',
        holds: atMost(0.05)(
          sweep
            .filter(({ probability }) => probability <= digons)
            .map(({ restarts }) => medianOf(restarts, ({ noise: [alone] }) => alone!.noise / alone!.signal)),
        ),
        failsOn: ['untrained weights', 'the models of p = 1'],
        nearMisses: ['untrained', 'biases lost'],
      },
    ]
  },

  figures: ({ sweep, featureCount, hiddenSize }) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions`
    const points = sweep.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
    const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
    const [first, last] = [sweep[0]!, sweep.at(-1)!]
    const from = (value: (result: SimulationResult) => string) =>
      `from ${value(first)} at p = ${first.probability} to ${value(last)} at p = ${last.probability}`
    return [
      plannedFigure(curvesFigure, {
        name: 'explained',
        title: 'What a larger model without interference explains',
        description: `Share of the output of the small model that the larger one explains, ${words}. It goes ${from((result) => medianExplained(result).toFixed(3))}, through ${medianExplained(sweep.find(({ probability }) => probability === digons)!).toFixed(3)} where features come in digons.`,
        curves: [curveOf('1 − E‖y′ − y‖² / E‖y′‖²', points, explained)],
        references: [
          {
            label: 'ideal digons, other outputs at p/2',
            x: points.map(({ x }) => x),
            y: sweep.map(({ digonExplained }) => digonExplained),
          },
        ],
        xAxis,
        yAxis: { title: 'explained', domain: [0, 1] },
        bandMeaning,
      }),
      plannedFigure(curvesFigure, {
        name: 'noise',
        title: 'More active features, more noise',
        description: `Mean ‖y′ − y‖² in samples with exactly that many active features, medians over restarts, ${words}. Where features are sparse, a feature that is active alone has almost no noise.`,
        curves: noiseShownAt.map((probability) => ({
          label: `p = ${probability}`,
          x: activeCounts,
          y: activeCounts.map((k) => medianNoise(sweep.find((result) => result.probability === probability)!, k)),
        })),
        xAxis: { title: 'active features in a sample', whole: true },
        yAxis: { title: 'noise, mean ‖y′ − y‖²' },
        bandMeaning: `medians over restarts, at ${noiseShownAt.length} of ${sweep.length} probabilities`,
      }),
      plannedFigure(curvesFigure, {
        name: 'represented',
        title: 'Features that the simulated model has',
        description: `Features whose output has less than half the error of a constant, ${words}. They go ${from((result) => String(medianRepresented(result)))}.`,
        curves: [curveOf('represented', points, represented)],
        xAxis,
        yAxis: { title: 'features represented' },
        bandMeaning,
        guides: [
          { label: 'dimensions', y: hiddenSize },
          { label: 'twice that', y: 2 * hiddenSize },
          { label: 'features', y: featureCount },
        ],
      }),
    ]
  },
})

/** Every second probability at which features are sparse: more curves cover each other. */
const noiseShownAt = [digons, crowded, 0.02]

/** As many features as dimensions, each alone on one. */
function withoutSuperposition(trained: TrainedMember): TrainedMember {
  const rows = toRows(trained.weights).map((row, feature) => row.map((_, unit) => (unit === feature ? 1 : 0)))
  const own = rows.map((_, feature) => (feature < trained.weights.columns ? trained.errors[feature]! : 1))
  return {
    ...trained,
    weights: matrixFromRows(rows),
    bias: new Float64Array(rows.length),
    errors: Float64Array.from(own),
  }
}
