/** §1, §12: how much of the output of a small model is that of a larger one without interference. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { matrixFromRows, toRows } from '@digon/matrix'
import { representedFeatures } from '@digon/metrics'
import { curvesFigure } from '@digon/plot'
import { digonSimulation } from '@digon/theory'
import { everyModel, modelsOf } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, judged, rising } from '../vocabulary/expectations.js'
import { bandMeaning, curveOf, medianOf, type Restarts, restartsBy } from '../vocabulary/restarts.js'
import { list, median } from '../vocabulary/statistics.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { comparedSamples, noisySimulationSettings, probabilities } from './settings.js'
import { type NoiseByActiveCount, simulate } from './simulation.js'
import * as text from './text.js'

const hypothesis = 'paper §1: networks in superposition noisily simulate larger, highly sparse networks'

/** Where features come in digons, and where more than two share a dimension. */
const [digons, crowded] = [0.3, 0.1]

/** At most seven curves can be told apart. */
const mostCurves = 6

type SimulationResult = ReturnType<typeof measureProbability>
type SimulatedRestart = ReturnType<typeof measureRestart>

function measureProbability({ condition: probability, ...trained }: Trained<number>) {
  const { model } = trained.task.ensemble
  const restarts = restartsBy(
    trained,
    (member) => measureRestart(member, model),
    ({ loss }) => loss,
  )
  return { probability, digonExplained: digonSimulation(probability).explained, restarts, noise: medianNoise(restarts) }
}

function measureRestart(trained: TrainedMember, model: Trained<number>['task']['ensemble']['model']) {
  const { weights, loss, member } = trained
  const seed = deriveSeed(member.seed, ['compared'])
  if (member.data.kind !== 'independent')
    throw new RangeError(`invalid data: ${member.data.kind}; expected independent`)
  const batch = sampleBatch(
    { kind: 'independent', probability: member.data.probability },
    { featureCount: model.featureCount, seed, step: 0, sampleCount: comparedSamples },
  )
  return { loss, represented: representedFeatures(weights).length, ...simulate(model, trained, batch) }
}

/** Medians, of the numbers of active features that all restarts have. */
function medianNoise({ all }: Restarts<SimulatedRestart>): readonly NoiseByActiveCount[] {
  return all[0]!.noise.flatMap(({ activeCount }) => {
    const found = all.flatMap(({ noise }) => noise.filter((entry) => entry.activeCount === activeCount))
    if (found.length < all.length) return []
    return { activeCount, noise: median(found.map(({ noise }) => noise)), signal: median(found.map((e) => e.signal)) }
  })
}

const explained = (restart: SimulatedRestart) => restart.explained
const represented = (restart: SimulatedRestart) => restart.represented
const medianExplained = ({ restarts }: SimulationResult) => medianOf(restarts, explained)
const medianRepresented = ({ restarts }: SimulationResult) => medianOf(restarts, represented)

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
      evaluationSamples: comparedSamples,
    }),
  }),

  measure: ({ sweep }, { featureCount, hiddenSize }) => ({
    featureCount,
    hiddenSize,
    sweep: sweep.map(measureProbability),
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
    'numbers of active features in reverse order': {
      numbers: ({ sweep, ...sizes }) => ({
        ...sizes,
        sweep: sweep.map(({ noise, ...result }) => ({
          ...result,
          noise: noise.map(({ activeCount }, k) => ({ ...noise.at(-1 - k)!, activeCount })),
        })),
      }),
    },
  },

  claims: ({ sweep, featureCount, hiddenSize }) => {
    const at = (wanted: number) => sweep.find(({ probability }) => probability === wanted)!
    const [dense, paired, full, sparsest] = [sweep[0]!, at(digons), at(crowded), sweep.at(-1)!]
    const sparse = sweep.filter(({ probability }) => probability <= crowded)
    const noisy = sweep.filter(({ probability }) => probability <= digons)
    const alone = noisy.flatMap(({ noise }) => noise.filter(({ activeCount }) => activeCount === 1))
    const noises = noisy.map(({ noise }) =>
      noise.filter(({ activeCount }) => activeCount >= 1).map((each) => each.noise),
    )
    return [
      {
        id: 'sparse-explained',
        says: `At p = ${sparsest.probability}, the larger model explains nearly all of the output of the small one.`,
        measures: '1 − E‖y′ − y‖² / E‖y′‖², median over restarts',
        source: hypothesis,
        holds: atLeast(0.9)(medianExplained(sparsest)),
        failsOn: ['untrained weights', 'the models of p = 1'],
      },
      {
        id: 'larger-than-itself',
        says: `The model that is simulated at p = ${sparsest.probability} is larger than the ${hiddenSize} dimensions of the small one.`,
        measures: 'features represented, median over restarts',
        source: hypothesis,
        holds: atLeast(Math.min(featureCount, 3 * hiddenSize))(medianRepresented(sparsest)),
        failsOn: ['models without superposition'],
      },
      {
        id: 'dense-not-explained',
        says: 'Without sparsity there is no larger model.',
        measures: 'what features without interference explain of the variance, median over restarts',
        source: 'dense models project onto m directions that are no features; paper §3',
        holds: atMost(0.2)(medianOf(dense.restarts, ({ explainedVariance }) => explainedVariance)),
        failsOn: ['models without superposition', 'the results in reverse order'],
      },
      {
        id: 'better-as-sparser',
        says: 'Once all features are represented, the larger model explains more the sparser they are.',
        measures: `explained at p = ${list(sparse.map(({ probability }) => probability))}, medians over restarts`,
        source: hypothesis,
        holds: rising({ digits: (value) => value.toFixed(3) })(sparse.map(medianExplained)),
        failsOn: ['untrained weights', 'the results in reverse order'],
      },
      {
        id: 'digons',
        says: `At p = ${paired.probability}, where features come in antipodal pairs, the larger model explains at least as much as of ideal digons.`,
        measures: 'explained, median over restarts',
        source:
          'closed form: 1 − 2p / (4 − 3p) for digons of unit norm without bias; trained norms and biases do a little better',
        holds: atLeast(Number(paired.digonExplained.toFixed(4)))(medianExplained(paired)),
        failsOn: ['untrained weights', 'the models of p = 1', 'the models of p = .1'],
      },
      {
        id: 'more-features-more-noise',
        says: 'Sparsity is spent on more features before it lowers the noise, so the fidelity of the simulation is not monotone in sparsity.',
        measures: `explained at p = ${full.probability} − explained at p = ${paired.probability}, medians over restarts`,
        source: `measured, not in the paper; features represented: ${medianRepresented(paired)} at p = ${paired.probability}, ${medianRepresented(full)} at p = ${full.probability}`,
        holds: atMost(-0.03)(medianExplained(full) - medianExplained(paired)),
        failsOn: ['models without superposition', 'the models of p = .1'],
      },
      {
        id: 'alone-no-noise',
        says: `A feature that is active alone comes out as in the larger model, from p = ${digons} down.`,
        measures: 'largest share of noise in samples with one active feature',
        source:
          'paper §4: for 1-sparse inputs negative interference is free, and a negative bias frees small positive one',
        holds: atMost(0.05)(alone.map(({ noise, signal }) => noise / signal)),
        failsOn: ['untrained weights', 'the models of p = 1'],
      },
      {
        id: 'noise-with-company',
        says: `The more features are active together, the more noise, from p = ${digons} down.`,
        measures: 'mean ‖y′ − y‖² by number of active features',
        source: `${hypothesis}; the noise is interference between co-active features`,
        holds: judged(
          'rising at every probability',
          noises.every((each) => rising()(each).holds && each[0]! > 0),
          'numbers of active features with 200 samples or more in every restart',
        )([paired, full, sparsest].map(noiseInWords).join('; ')),
        failsOn: ['models without superposition', 'numbers of active features in reverse order'],
      },
    ]
  },

  figures: ({ sweep, featureCount, hiddenSize }) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions`
    const points = sweep.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
    const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
    const sparse = sweep.filter(({ probability }) => probability < 1).slice(-mostCurves)
    const each = (inWords: (result: SimulationResult) => string) =>
      sweep.map((result) => `At p = ${result.probability}: ${inWords(result)}.`).join(' ')
    return [
      curvesFigure({
        name: 'explained',
        title: 'What a larger model without interference explains',
        description: `Share of the output that the larger model explains, ${words}. ${each((result) => medianExplained(result).toFixed(3))}`,
        curves: [curveOf('1 − E‖y′ − y‖² / E‖y′‖²', points, explained)],
        references: [
          {
            label: 'ideal digons: 1 − 2p / (4 − 3p)',
            x: points.map(({ x }) => x),
            y: sweep.map(({ digonExplained }) => digonExplained),
          },
        ],
        xAxis,
        yAxis: { title: 'explained', domain: [0, 1] },
        bandMeaning,
      }),
      curvesFigure({
        name: 'noise',
        title: 'The more features at once, the more noise',
        description: `Mean ‖y′ − y‖² by number of active features, medians over restarts, ${words}. ${sparse.map(noiseInWords).join('. ')}.`,
        curves: sparse.map(({ probability, noise }) => ({
          label: `p = ${probability}`,
          x: noise.map(({ activeCount }) => activeCount),
          y: noise.map((entry) => entry.noise),
        })),
        xAxis: { title: 'active features in a sample', whole: true },
        yAxis: { title: 'noise, mean ‖y′ − y‖²' },
        bandMeaning: 'medians over restarts',
      }),
      curvesFigure({
        name: 'represented',
        title: 'Features that the simulated model has',
        description: `Features with a norm above 0.5, ${words}. ${each((result) => String(medianRepresented(result)))}`,
        curves: [curveOf('represented', points, represented)],
        xAxis,
        yAxis: { title: 'features with a norm above 0.5' },
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

/** As many features as dimensions, each alone on one. */
function withoutSuperposition(trained: TrainedMember): TrainedMember {
  const rows = toRows(trained.weights).map((row, feature) => row.map((_, unit) => (unit === feature ? 1 : 0)))
  return { ...trained, weights: matrixFromRows(rows), bias: new Float64Array(rows.length) }
}

/** For example `p = 0.3: 0: 0.0, 1: 0.012, 2: 0.1`. */
function noiseInWords({ probability, noise }: SimulationResult): string {
  return `p = ${probability}: ${noise.map((entry) => `${entry.activeCount}: ${entry.noise.toPrecision(2)}`).join(', ')}`
}
