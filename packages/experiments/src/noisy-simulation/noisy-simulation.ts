/** §1: how much of what a small model puts out is what a larger one without interference would. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { matrixFromRows } from '@digon/matrix'
import { representedFeatures } from '@digon/metrics'
import { curvesFigure } from '@digon/plot'
import { digonSimulation } from '@digon/theory'
import { everyModel, modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, judged, rising } from '../vocabulary/expectations.js'
import { bandMeaning, curveOf, medianOf, restartsBy } from '../vocabulary/restarts.js'
import { list, median } from '../vocabulary/statistics.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { comparedSamples, noisySimulationSettings, probabilities } from './settings.js'
import { type NoiseByActiveCount, simulate } from './simulation.js'
import * as text from './text.js'

const hypothesis = 'paper §1: networks in superposition noisily simulate larger, highly sparse networks'

/** Where features come in digons, and where more than two share a dimension. */
const digons = 0.3
const crowded = 0.1

/** At most seven curves can be told apart. */
const mostCurves = 6

type SimulationResult = ReturnType<typeof measureProbability>
type SimulatedRestart = ReturnType<typeof measureRestart>

const explained = (restart: SimulatedRestart) => restart.explained
const explainedVariance = (restart: SimulatedRestart) => restart.explainedVariance
const represented = (restart: SimulatedRestart) => restart.represented
const medianExplained = ({ restarts }: SimulationResult) => medianOf(restarts, explained)
const medianRepresented = ({ restarts }: SimulationResult) => medianOf(restarts, represented)

function measureProbability({ condition: probability, task, ...trained }: Trained<number>) {
  const measure = (member: TrainedMember) => measureRestart(member, probability, task.ensemble.model)
  const restarts = restartsBy(trained, measure, ({ loss }) => loss)
  return {
    probability,
    /** Of digons of unit norm without bias, in closed form. */
    digonExplained: digonSimulation(probability).explained,
    restarts,
    noise: medianNoise(restarts.all),
  }
}

function measureRestart(
  trained: TrainedMember,
  probability: number,
  model: Trained<number>['task']['ensemble']['model'],
) {
  const { member, loss, weights } = trained
  const seed = deriveSeed(member.seed, ['compared'])
  const sampling = { featureCount: weights.rows, seed, step: 0, sampleCount: comparedSamples }
  const batch = sampleBatch({ kind: 'independent', probability }, sampling)
  return { loss, represented: representedFeatures(weights).length, ...simulate(model, trained, batch) }
}

/** Of the numbers of active features that all restarts have: medians of mean ‖y′ − y‖² and ‖y′‖². */
function medianNoise(restarts: readonly SimulatedRestart[]): readonly NoiseByActiveCount[] {
  return restarts[0]!.noise.flatMap(({ activeCount }) => {
    const found = restarts.flatMap(({ noise }) => noise.filter((entry) => entry.activeCount === activeCount))
    if (found.length < restarts.length) return []
    return { activeCount, noise: median(found.map(({ noise }) => noise)), signal: median(found.map((of) => of.signal)) }
  })
}

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
      evaluationSamples: 20_000,
    }),
  }),

  measure: ({ sweep }, { featureCount, hiddenSize }) => ({
    featureCount,
    hiddenSize,
    sweep: sweep.map(measureProbability),
  }),

  controls: {
    'models without superposition': { trained: ({ sweep }) => ({ sweep: everyModel(sweep, apart) }) },
    'models of p = 1': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, isAt(1)) }) },
    'models of p = 0.3, in digons': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, isAt(digons)) }) },
    'models of p = 0.01': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, isAt(0.01)) }) },
    'the same models in reverse order': { trained: ({ sweep }) => ({ sweep: reversed(sweep) }) },
    'what is explained, in reverse order': {
      numbers: ({ sweep, ...sizes }) => ({
        ...sizes,
        sweep: sweep.map(({ probability }, k) => ({ ...sweep.at(-1 - k)!, probability })),
      }),
    },
    'numbers of active features in reverse order': {
      numbers: ({ sweep, ...sizes }) => ({
        ...sizes,
        sweep: sweep.map((result) => ({ ...result, noise: countsReversed(result.noise) })),
      }),
    },
  },

  claims: ({ sweep, featureCount, hiddenSize }) => {
    const at = (wanted: number) => sweep.find(({ probability }) => probability === wanted)!
    const [dense, paired, full, sparsest] = [sweep[0]!, at(digons), at(crowded), sweep.at(-1)!]
    const sparse = sweep.filter(({ probability }) => probability <= crowded)
    const withNoise = sweep.filter(({ probability }) => probability <= digons)
    const alone = withNoise.flatMap(({ noise }) => noise.filter(({ activeCount }) => activeCount === 1))
    const inCompany = withNoise.map(({ noise }) => noise.filter(({ activeCount }) => activeCount >= 1))
    return [
      {
        id: 'sparse-explained',
        says: `At p = ${sparsest.probability} the larger model explains nearly all that the small one puts out.`,
        measures: '1 − E‖y′ − y‖² / E‖y′‖², median over restarts',
        source: hypothesis,
        holds: atLeast(0.9)(medianExplained(sparsest)),
        failsOn: ['untrained weights', 'models of p = 1'],
      },
      {
        id: 'larger-than-itself',
        says: `The model that is simulated at p = ${sparsest.probability} is larger.`,
        measures: `features represented in ${hiddenSize} dimensions, median over restarts`,
        source: hypothesis,
        holds: atLeast(Math.min(featureCount, 3 * hiddenSize))(medianRepresented(sparsest)),
        failsOn: ['models without superposition'],
      },
      {
        id: 'dense-not-explained',
        says: 'Without sparsity there is no larger model.',
        measures: 'what features without interference explain of the variance, median over restarts',
        source: 'dense models project onto m directions that are no features; paper §3',
        holds: atMost(0.2)(medianOf(dense.restarts, explainedVariance)),
        failsOn: ['models without superposition', 'what is explained, in reverse order'],
      },
      {
        id: 'better-as-sparser',
        says: 'Once all features are represented, the larger model explains more the sparser they are.',
        measures: `explained at p = ${list(sparse.map(({ probability }) => probability))}, medians over restarts`,
        source: hypothesis,
        holds: rising({ digits: (value) => value.toFixed(3) })(sparse.map(medianExplained)),
        failsOn: ['untrained weights', 'the same models in reverse order', 'what is explained, in reverse order'],
      },
      {
        id: 'digons',
        says: `At p = ${paired.probability}, where features come in antipodal pairs, the larger model explains at least what it does of ideal digons.`,
        measures: 'explained, median over restarts',
        source:
          'closed form: 1 − 2p / (4 − 3p) for digons of unit norm without bias; trained norms and biases do a little better',
        holds: atLeast(Number(paired.digonExplained.toFixed(4)))(medianExplained(paired)),
        failsOn: ['untrained weights', 'models of p = 1', 'models of p = 0.01'],
      },
      {
        id: 'more-features-more-noise',
        says: 'Sparsity is spent on more features before it lowers the noise, so that the fidelity of the simulation is not monotone in sparsity, which the paper does not say.',
        measures: `explained at p = ${full.probability} − explained at p = ${paired.probability}, medians over restarts`,
        source: `measured; features represented: ${medianRepresented(paired)} at p = ${paired.probability}, ${medianRepresented(full)} at p = ${full.probability}`,
        holds: atMost(-0.03)(medianExplained(full) - medianExplained(paired)),
        failsOn: ['models without superposition', 'models of p = 0.3, in digons'],
      },
      {
        id: 'alone-no-noise',
        says: 'A feature that is active alone comes out as in the larger model.',
        measures: `largest share of noise in samples with one active feature, from p = ${digons} down`,
        source:
          'paper §4: for 1-sparse inputs negative interference is free, and a negative bias frees small positive one',
        holds: atMost(0.05)(Math.max(...alone.map(({ noise, signal }) => noise / signal))),
        failsOn: ['untrained weights', 'models of p = 1'],
      },
      {
        id: 'noise-with-company',
        says: 'The more features are active together, the more noise.',
        measures: `mean ‖y′ − y‖² by number of active features, from p = ${digons} down`,
        source: `${hypothesis}; the noise is interference between co-active features`,
        holds: judged(
          'rising at every probability',
          inCompany.every((noises) => rising()(noises.map(({ noise }) => noise)).holds),
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
    const inWords = (results: readonly SimulationResult[], say: (result: SimulationResult) => string | number) =>
      results.map((result) => `At p = ${result.probability}: ${say(result)}.`).join(' ')
    return [
      curvesFigure({
        name: 'explained',
        title: 'What a larger model without interference explains',
        description: `Share of the output that the larger model explains, ${words}. ${inWords(sweep, (result) => medianExplained(result).toFixed(3))}`,
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
        description: `Mean ‖y′ − y‖² by number of active features, medians over restarts, ${words}. ${inWords(sparse, ({ noise }) => noise.map((of) => `${of.noise.toPrecision(2)} of ${of.activeCount}`).join(', '))}`,
        curves: sparse.map(({ probability, noise }) => ({
          label: `p = ${probability}`,
          x: noise.map(({ activeCount }) => activeCount),
          y: noise.map((of) => of.noise),
        })),
        xAxis: { title: 'active features in a sample', whole: true },
        yAxis: { title: 'noise, mean ‖y′ − y‖²' },
        bandMeaning: 'medians over restarts',
      }),
      curvesFigure({
        name: 'represented',
        title: 'Features that the simulated model has',
        description: `Features with a norm above 0.5, ${words}. ${inWords(sweep, medianRepresented)}`,
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

function isAt(wanted: number): (probability: number) => boolean {
  return (probability) => probability === wanted
}

/** As many features as dimensions, one on each. */
function apart(trained: TrainedMember): TrainedMember {
  const { rows, columns } = trained.weights
  const row = (feature: number) => Array.from({ length: columns }, (_, k) => (k === feature ? 1 : 0))
  const weights = matrixFromRows(Array.from({ length: rows }, (_, feature) => row(feature)))
  return { ...trained, weights, bias: new Float64Array(rows) }
}

function countsReversed(noise: readonly NoiseByActiveCount[]): readonly NoiseByActiveCount[] {
  return noise.map(({ activeCount }, k) => ({ ...noise.at(-1 - k)!, activeCount }))
}

/** For example `p = 0.3: 1: 0.01, 2: 0.1`. */
function noiseInWords({ probability, noise }: SimulationResult): string {
  return `p = ${probability}: ${noise.map((of) => `${of.activeCount}: ${of.noise.toPrecision(2)}`).join(', ')}`
}
