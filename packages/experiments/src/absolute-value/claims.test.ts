import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { failing, probabilityOf, untrained } from '../trained.test-support.js'
import { absoluteValue } from './absolute-value.js'
import { absoluteValueClaims } from './claims.js'
import { absoluteValueFigures } from './figures.js'
import { type AbsoluteValueNumbers, analyzeAbsoluteValue } from './numbers.js'
import { planAbsoluteValue } from './plan.js'

const plan = planAbsoluteValue('quick', 1)
const large = plan.slice(1).map((task) => probabilityOf(task, 0))

/** On one neuron: feature and input weight; the output weight is 1 over its magnitude. */
type Neuron = readonly (readonly [feature: number, input: number])[]
interface End {
  readonly neurons: readonly Neuron[]
  /** Over the loss of a constant output. */
  readonly lossShare: number
}

const sides = (count: number): readonly Neuron[] => Array.from({ length: count }, (_, k) => [[k >> 1, k % 2 ? -1 : 1]])
const oneSide = (count: number): readonly Neuron[] => Array.from({ length: count }, (_, k) => [[k, 1]])

/** So many neurons, from the last one on, read further features beside their own. */
function sharing(count: number, extra: number): readonly Neuron[] {
  return sides(40).map((neuron, k) =>
    k < 40 - count
      ? neuron
      : [...neuron, ...Array.from({ length: extra }, (_, e): [number, number] => [20 + ((k * extra + e) % 80), 0.5])],
  )
}

const shared: Readonly<Record<number, readonly [neurons: number, extra: number]>> = {
  1: [0, 0],
  0.3: [0, 0],
  0.1: [6, 1],
  0.03: [18, 2],
  0.01: [34, 3],
  0.003: [40, 4],
  0.001: [40, 6],
}
const pairedShare = 0.8 ** 20
const isSmall = ({ name }: TrainingTask) => name === 'small'
const smallEnd: End = { neurons: sides(6), lossShare: 1e-6 }
const largeAt = (probability: number): End => ({
  neurons: sharing(...shared[probability]!),
  lossShare: 1.2 * pairedShare,
})

function trainedAs(task: TrainingTask, { neurons, lossShare }: End): TrainedEnsemble {
  const { ensemble } = task
  const [count, features] = [ensemble.members.length, ensemble.model.featureCount]
  const hidden = isSmall(task) ? 6 : 40
  const weights = new Float64Array(count * features * hidden)
  const outputWeights = new Float64Array(weights.length)
  for (let member = 0; member < count; member++) {
    for (const [k, neuron] of neurons.entries()) {
      for (const [feature, input] of neuron) {
        weights[(member * features + feature) * hidden + k] = input
        outputWeights[(member * hidden + k) * features + feature] = 1 / Math.abs(input)
      }
    }
  }
  const probability = probabilityOf(task, 0)
  const importance = ensemble.members[0]!.importance.reduce((sum, weight) => sum + weight, 0)
  const constant = ((probability / 3 - probability ** 2 / 4) * importance) / features
  return {
    task,
    parameters: {
      weights: { shape: [count, features, hidden], values: weights },
      outputWeights: { shape: [count, hidden, features], values: outputWeights },
      bias: { shape: [count, features], values: new Float64Array(count * features) },
    },
    recorded: [],
    history: [],
    evaluation: {
      losses: new Float64Array(count).fill(lossShare * constant),
      errors: new Float64Array(count * features),
    },
    diverged: [],
  }
}

const trainedWhere = (at: (probability: number) => End, small: End = smallEnd): readonly TrainedEnsemble[] =>
  plan.map((task) => trainedAs(task, isSmall(task) ? small : at(probabilityOf(task, 0))))

const claimsOf = (trained: readonly TrainedEnsemble[]) => absoluteValueClaims(analyzeAbsoluteValue(trained))
const perfect = trainedWhere(largeAt)
const exchanged: End = {
  // The polysemantic neurons belong to the most important features.
  neurons: [...sharing(18, 2)]
    .reverse()
    .map((neuron, k) => neuron.map(([f, w], e) => [e === 0 ? k >> 1 : f, w] as const)),
  lossShare: 1,
}
const controls: Record<string, readonly string[]> = {
  dense: failing(claimsOf(trainedWhere(() => largeAt(1)))),
  first: failing(claimsOf(trainedWhere(() => largeAt(0.1)))),
  more: failing(claimsOf(trainedWhere(() => largeAt(0.01)))),
  most: failing(claimsOf(trainedWhere(() => largeAt(0.003)))),
  reversed: failing(claimsOf(trainedWhere((probability) => largeAt(large.at(-1 - large.indexOf(probability))!)))),
  'one side': failing(
    claimsOf(trainedWhere(() => ({ neurons: oneSide(40), lossShare: 0.5 }), { neurons: oneSide(3), lossShare: 0.4 })),
  ),
  constant: failing(claimsOf(trainedWhere((probability) => ({ ...largeAt(probability), lossShare: 1 })))),
  'small shares': failing(
    claimsOf(trainedWhere(largeAt, { neurons: sides(6).map((neuron) => [...neuron, [2, 0.5]]), lossShare: 0.1 })),
  ),
  exchanged: failing(claimsOf(trainedWhere((probability) => (probability === 0.1 ? exchanged : largeAt(probability))))),
}

const failsOn: Record<string, readonly string[]> = {
  'one-neuron-a-side': ['untrained', 'small shares', 'one side'],
  'one-neuron-a-side-restarts': ['untrained', 'one side'],
  exact: ['untrained', 'one side'],
  'monosemantic-at-1': ['untrained', 'more'],
  'monosemantic-at-0-3': ['untrained', 'more'],
  'pairs-of-neurons': ['untrained', 'constant'],
  'two-sided-features': ['untrained', 'more', 'one side'],
  'first-polysemantic': ['untrained', 'dense', 'more'],
  'both-coexist': ['untrained', 'dense', 'most'],
  'important-stay-monosemantic': ['untrained', 'exchanged'],
  'nearly-all-polysemantic': ['dense', 'first'],
  'polysemantic-rises': ['untrained', 'reversed'],
  'more-features-a-neuron': ['untrained', 'reversed'],
  'sparsest-all-polysemantic': ['dense', 'first'],
}

beforeAll(async () => {
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  controls.untrained = failing(claimsOf(initial))
}, 60_000)

test('every claim holds on neurons that share more and more, and all are tested', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `absolute-value/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`absolute-value/${id}`)
})

test('numbers are JSON, and the figures need nothing else', () => {
  const numbers: AbsoluteValueNumbers = analyzeAbsoluteValue(perfect)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.large.map(({ probability }) => probability)).toEqual(large)
  const figures = absoluteValueFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures).toEqual(absoluteValue.figures(numbers))
  expect(figures.map(({ name }) => name)).toEqual([
    'small',
    'neurons',
    'neurons-sparse',
    'kinds-of-neurons',
    'features-per-neuron',
  ])
})

test('the paired loss is twenty exact features and the rest at their mean', () => {
  const [dense] = analyzeAbsoluteValue(perfect).large
  // 1/12 · .8²⁰ / (1 − .8) / 100, but for the tail beyond a hundred features.
  expect(dense!.pairedLoss).toBeCloseTo((0.8 ** 20 / 0.2 / 12) * 0.01, 9)
})

test('the plan is pure, its seeds follow from one, and values are signed', () => {
  expect(planAbsoluteValue('quick', 1)).toEqual(plan)
  const seedsOf = (seed: number) =>
    planAbsoluteValue('quick', seed).flatMap(({ ensemble }) => ensemble.members.map((member) => member.seed))
  expect(new Set(seedsOf(1)).size).toBe(16 + 7 * 3)
  expect(seedsOf(2).filter((seed) => seedsOf(1).includes(seed))).toEqual([])
  for (const { ensemble } of plan) {
    expect(ensemble.target).toBe('absolute')
    expect(ensemble.members[0]!.data).toMatchObject({ values: { kind: 'signed' } })
  }
})
