import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, probabilityOf, untrained } from '../trained.test-support.js'
import { asymmetricMotif } from './asymmetric-motif.js'
import { asymmetricMotifClaims } from './claims.js'
import { asymmetricMotifFigures } from './figures.js'
import { analyzeAsymmetricMotif } from './numbers.js'
import { featureCount, hiddenSize, planAsymmetricMotif } from './plan.js'

const [task] = planAsymmetricMotif('quick', 1)

/** On one neuron: input and output weight of a feature. */
type Synapse = readonly [feature: number, input: number, output: number]
type Neurons = readonly (readonly Synapse[])[]

const apart: Neurons = Array.from({ length: hiddenSize }, (_, k) => [[k >> 1, k % 2 === 0 ? 1 : -1, 1]])
const motif: Neurons = [
  [
    [0, 2, 0.5],
    [5, -0.5, 2],
  ],
  [
    [0, 2, 0.25],
    [5, 0, -2],
  ],
  ...apart.slice(2),
]
const withoutSecond: Neurons = [motif[0]!, ...apart.slice(1)]
const equal: Neurons = [
  [
    [0, 1, 1],
    [5, -1, 1],
  ],
  ...apart.slice(1),
]
const exchanged: Neurons = motif.map((synapses) =>
  synapses.map(([feature, input, output]): Synapse => [feature === 0 ? 5 : feature === 5 ? 0 : feature, input, output]),
)
/** The parts of both features are far from one side of |x|. */
const unbalanced: Neurons = motif.map((synapses, k) =>
  k === 0 ? synapses.map(([feature, input, output]): Synapse => [feature, input, 2 * output]) : synapses,
)

function trainedWhere(neuronsAt: (probability: number) => Neurons): TrainedEnsemble {
  const count = task!.ensemble.members.length
  const weights = new Float64Array(count * featureCount * hiddenSize)
  const outputWeights = new Float64Array(weights.length)
  for (let member = 0; member < count; member++) {
    const start = member * featureCount * hiddenSize
    for (const [neuron, synapses] of neuronsAt(probabilityOf(task!, member)).entries()) {
      for (const [feature, input, output] of synapses) {
        weights[start + feature * hiddenSize + neuron] = input
        outputWeights[start + neuron * featureCount + feature] = output
      }
    }
  }
  return {
    task: task!,
    parameters: {
      weights: { shape: [count, featureCount, hiddenSize], values: weights },
      outputWeights: { shape: [count, hiddenSize, featureCount], values: outputWeights },
      bias: { shape: [count, featureCount], values: new Float64Array(count * featureCount) },
    },
    recorded: [],
    history: [],
    evaluation: { losses: new Float64Array(count), errors: new Float64Array(count * featureCount) },
    diverged: [],
  }
}

const claimsOf = (trained: TrainedEnsemble) => asymmetricMotifClaims(analyzeAsymmetricMotif([trained]))
const sparseOnly = (neurons: Neurons) => trainedWhere((probability) => (probability === 0.5 ? apart : neurons))
const perfect = sparseOnly(motif)
const controls: Record<string, readonly string[]> = {
  apart: failing(claimsOf(trainedWhere(() => apart))),
  equal: failing(claimsOf(sparseOnly(equal))),
  'without second': failing(claimsOf(sparseOnly(withoutSecond))),
  exchanged: failing(claimsOf(sparseOnly(exchanged))),
  unbalanced: failing(claimsOf(sparseOnly(unbalanced))),
  'everywhere the same': failing(claimsOf(trainedWhere(() => motif))),
}

const failsOn: Record<string, readonly string[]> = {
  found: ['untrained', 'apart', 'equal'],
  restarts: ['untrained', 'apart'],
  inhibited: ['without second', 'apart'],
  'inhibition-matches': ['without second', 'apart'],
  reciprocal: ['apart', 'unbalanced'],
  'important-strong': ['exchanged', 'apart'],
  'not-without-sparsity': ['untrained', 'everywhere the same'],
}

beforeAll(async () => {
  controls.untrained = failing(claimsOf(await untrained(task!)))
}, 60_000)

test('every claim holds on the motif as the paper draws it, and all are tested', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `asymmetric-motif/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`asymmetric-motif/${id}`)
})

test('numbers are JSON, and the figures need nothing else', () => {
  const numbers = analyzeAsymmetricMotif([perfect])
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  const figures = asymmetricMotifFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures).toEqual(asymmetricMotif.figures(numbers))
  expect(figures.map(({ name }) => name)).toEqual(['neurons', 'ratios', 'inhibition'])
  const none = analyzeAsymmetricMotif([trainedWhere(() => apart)])
  expect(asymmetricMotifFigures(none).map(({ name }) => name)).toEqual(['neurons'])
})

test('claims without a motif are JSON all the same', () => {
  const claims = claimsOf(trainedWhere(() => apart))
  expect(JSON.parse(JSON.stringify(claims))).toEqual(claims)
})

test('the plan is pure, and its seeds follow from one', () => {
  expect(planAsymmetricMotif('quick', 1)).toEqual([task])
  const seeds = task!.ensemble.members.map(({ seed }) => seed)
  expect(new Set(seeds).size).toBe(24)
  const [other] = planAsymmetricMotif('quick', 2)
  expect(other!.ensemble.members.filter(({ seed }) => seeds.includes(seed))).toEqual([])
})
