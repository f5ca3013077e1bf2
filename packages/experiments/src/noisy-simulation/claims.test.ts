import { matrixFromRows } from '@digon/matrix'
import type { TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { noisySimulationClaims } from './claims.js'
import { noisySimulationFigures } from './figures.js'
import { noisySimulation } from './noisy-simulation.js'
import { analyzeNoisySimulation } from './numbers.js'
import { planNoisySimulation, probabilities } from './plan.js'

const [featureCount, hiddenSize] = [20, 5]
const [task] = planNoisySimulation('quick', 1)

const unit = (place: number, length: number) => Array.from({ length: hiddenSize }, (_, k) => (k === place ? length : 0))
const modelOf = (rowOf: (feature: number) => readonly number[], bias: number): TiedModel => ({
  weights: matrixFromRows(Array.from({ length: featureCount }, (_, feature) => rowOf(feature))),
  bias: new Array(featureCount).fill(bias),
})

const apart = modelOf((feature) => unit(feature, 1), 0)
const digons = modelOf((feature) => unit(feature % hiddenSize, feature < 5 ? 1 : feature < 10 ? -1 : 0), 0.05)
/** All features along four directions that share no dimension evenly: much positive interference. */
const dense = modelOf((feature) => unit(feature % 4, feature % 8 < 4 ? 0.7 : 0.5), 0.1)

/** Twenty directions in five dimensions: the signs of five bits, those of odd weight and their like, 16, and four of the axes. */
const crowdedRow = (feature: number): readonly number[] => {
  if (feature >= 16) return unit(feature - 16, 1.1)
  return Array.from({ length: hiddenSize }, (_, k) => {
    const odd = [0, 1, 2, 3].reduce((sum, bit) => sum + ((feature >> bit) & 1), 0) % 2
    const bit = k < 4 ? (feature >> k) & 1 : odd
    return (bit ? 1.1 : -1.1) / Math.sqrt(hiddenSize)
  })
}
const crowded = modelOf(crowdedRow, -0.5)

function modelAt(probability: number): TiedModel {
  if (probability === 1) return dense
  return probability >= 0.2 ? digons : crowded
}

const trainedWhere = (at: (probability: number) => TiedModel): readonly TrainedEnsemble[] => [
  trainedAs(task!, (probability) => ({ model: at(probability), loss: probability })),
]
const mirrored = (probability: number) => modelAt(probabilities.at(-1 - probabilities.indexOf(probability))!)

const analyze = (trained: readonly TrainedEnsemble[]) => analyzeNoisySimulation(trained)
const perfect = analyze(trainedWhere(modelAt))
const reversedNoise = {
  ...perfect,
  sweep: perfect.sweep.map((result) => {
    const counts = result.median.noise.map(({ activeCount }) => activeCount)
    const noise = [...result.median.noise].reverse().map((entry, k) => ({ ...entry, activeCount: counts[k]! }))
    return { ...result, median: { ...result.median, noise } }
  }),
}
const controls: Record<string, readonly string[]> = {
  'no superposition': failing(noisySimulationClaims(analyze(trainedWhere(() => apart)))),
  dense: failing(noisySimulationClaims(analyze(trainedWhere(() => dense)))),
  digons: failing(noisySimulationClaims(analyze(trainedWhere((p) => (p === 1 ? dense : apart))))),
  crowded: failing(noisySimulationClaims(analyze(trainedWhere(() => crowded)))),
  reversed: failing(noisySimulationClaims({ ...perfect, sweep: explainedReversed() })),
  'models reversed': failing(noisySimulationClaims(analyze(trainedWhere(mirrored)))),
  'noise reversed': failing(noisySimulationClaims(reversedNoise)),
}

/** What each probability explains, given to the one at the other end. */
function explainedReversed() {
  return perfect.sweep.map((result, k) => ({ ...perfect.sweep.at(-1 - k)!, probability: result.probability }))
}

const failsOn: Record<string, readonly string[]> = {
  'sparse-explained': ['untrained', 'dense'],
  'larger-than-itself': ['no superposition'],
  'dense-not-explained': ['no superposition', 'reversed'],
  'better-as-sparser': ['untrained', 'reversed'],
  digons: ['untrained', 'dense', 'crowded'],
  'more-features-more-noise': ['no superposition', 'digons'],
  'alone-no-noise': ['untrained', 'dense'],
  'noise-with-company': ['no superposition', 'noise reversed'],
}

beforeAll(async () => {
  controls.untrained = failing(noisySimulationClaims(analyze([await untrained(task!)])))
}, 60_000)

test('every claim holds on digons and on crowded features, and all are tested', () => {
  const claims = noisySimulationClaims(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `noisy-simulation/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`noisy-simulation/${id}`)
})

test('numbers are JSON, and the figures need nothing else', () => {
  expect(JSON.parse(JSON.stringify(perfect))).toEqual(perfect)
  const figures = noisySimulationFigures(JSON.parse(JSON.stringify(perfect)))
  expect(figures).toEqual(noisySimulation.figures(perfect))
  expect(figures.map(({ name }) => name)).toEqual(['explained', 'noise', 'represented'])
})

test('the plan is pure, and its seeds follow from one', () => {
  expect(planNoisySimulation('quick', 1)).toEqual([task])
  const seeds = task!.ensemble.members.map(({ seed }) => seed)
  expect(new Set(seeds).size).toBe(64)
  const [other] = planNoisySimulation('quick', 2)
  expect(other!.ensemble.members.filter(({ seed }) => seeds.includes(seed))).toEqual([])
})
