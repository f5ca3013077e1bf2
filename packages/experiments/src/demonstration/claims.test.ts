import { matrixFromRows } from '@digon/matrix'
import { digonLoss, linearOptimum, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { type Ended, failing, trainedAs, untrained } from '../trained.test-support.js'
import { demonstration } from './demonstration.js'
import { analyzeDemonstration } from './numbers.js'
import { planDemonstration } from './plan.js'

const plan = planDemonstration('quick', 1)
const importance = Array.from({ length: 20 }, (_, i) => 0.7 ** i)

/** Directions in five dimensions: `place` is a dimension for a feature of its own or a digon, or two for a pentagon. */
type Arm = readonly [place: number, angle: number, length?: number]

function model(arms: readonly Arm[], bias: number, unlearnedBias: number): TiedModel {
  const rows = importance.map((_, feature) => {
    const row = [0, 0, 0, 0, 0]
    const [place, angle, length = 1] = arms[feature] ?? [0, 0, 0]
    row[place] = length * Math.cos((angle * Math.PI) / 180)
    if (place < 4) row[place + 1]! += length * Math.sin((angle * Math.PI) / 180)
    return row
  })
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < arms.length ? bias : unlearnedBias)) }
}

const dedicated = [0, 1, 2, 3, 4].map((place): Arm => [place, 0])
const opposite = (place: number): Arm => [place, 180]
const pentagon = (place: number) => [0, 72, 144, 216, 288].map((angle): Arm => [place, angle, 1.1])

const principal = (probability: number): Ended => {
  const { loss } = linearOptimum({ probability, importance }, 5)
  return { model: model(dedicated, 0, probability / 2), loss }
}

/** 0–2 dedicated, 3–6 as digons; 0 dedicated, 1–8 as digons; two pentagons and a digon. */
const reluAt = (probability: number): Ended => {
  const features = { probability, importance }
  if (probability === 1) return principal(1)
  if (probability === 0.3) {
    const pairs = [[3, 6] as const, [4, 5] as const]
    const arms = [...dedicated, opposite(4), opposite(3)]
    return { model: model(arms, 0, probability / 2), loss: digonLoss(features, pairs, [0, 1, 2]) }
  }
  if (probability === 0.1) {
    const pairs = [[1, 8] as const, [2, 7] as const, [3, 6] as const, [4, 5] as const]
    const arms = [...dedicated, opposite(4), opposite(3), opposite(2), opposite(1)]
    return { model: model(arms, 0, probability / 2), loss: digonLoss(features, pairs, [0]) }
  }
  const arms: readonly Arm[] = [[4, 0], [4, 180], ...pentagon(0), ...pentagon(2)]
  return { model: model(arms, -0.25, 0), loss: 0.2 * principal(probability).loss }
}

const isLinear = ({ name }: TrainingTask): boolean => name.includes('linear')
const trainedWhere = (
  linearAt: (probability: number) => Ended,
  reluOf: (probability: number) => Ended,
): readonly TrainedEnsemble[] => plan.map((task) => trainedAs(task, isLinear(task) ? linearAt : reluOf))

const rescaled = (from: Ended, probability: number): Ended => ({
  model: from.model,
  loss: (from.loss / principal(1).loss) * principal(probability).loss,
})

const perfect = trainedWhere(principal, reluAt)
const controls: Record<string, readonly TrainedEnsemble[]> = {
  'linear models as ReLU models': trainedWhere(principal, principal),
  'ReLU models as linear models': trainedWhere(reluAt, reluAt),
  'dense ReLU models': trainedWhere(principal, (probability) => rescaled(reluAt(1), probability)),
  'ReLU models of p = .3': trainedWhere(principal, () => reluAt(0.3)),
  'sparsest ReLU models': trainedWhere(principal, () => reluAt(0.01)),
  'reverse order': trainedWhere(principal, (probability) => reluAt({ 1: 0.01, 0.3: 0.1, 0.1: 0.3 }[probability] ?? 1)),
  'mean biases for all': trainedWhere(
    (probability) => ({ ...principal(probability), model: model(dedicated, probability / 2, probability / 2) }),
    reluAt,
  ),
  'biases of 0': trainedWhere((probability) => ({ ...principal(probability), model: model(dedicated, 0, 0) }), reluAt),
}

const failsOn: Record<string, readonly string[]> = {
  'linear-loss': ['untrained', 'ReLU models as linear models'],
  'linear-exact-loss': ['untrained', 'biases of 0'],
  'linear-gram': ['untrained', 'ReLU models as linear models'],
  'linear-learned-bias': ['mean biases for all'],
  'linear-unlearned-bias': ['untrained', 'biases of 0'],
  'dense-loss': ['untrained', 'ReLU models of p = .3'],
  'dense-gram': ['untrained', 'ReLU models of p = .3'],
  'dense-unlearned-bias': ['untrained', 'sparsest ReLU models'],
  'relu-unlearned-bias': ['untrained', 'sparsest ReLU models'],
  'more-than-dimensions': ['linear models as ReLU models', 'dense ReLU models'],
  'twice-the-dimensions': ['linear models as ReLU models', 'dense ReLU models'],
  'more-as-sparser': ['linear models as ReLU models', 'reverse order'],
  'better-than-linear': ['untrained', 'linear models as ReLU models', 'dense ReLU models'],
  'less-important-first': ['untrained', 'dense ReLU models', 'sparsest ReLU models'],
  'antipodal-first': ['untrained', 'dense ReLU models', 'sparsest ReLU models'],
  'no-positive-interference-first': ['sparsest ReLU models'],
  'all-in-superposition': ['linear models as ReLU models', 'ReLU models of p = .3'],
  'sparse-positive-interference': ['linear models as ReLU models', 'ReLU models of p = .3'],
  'sparse-negative-bias': ['untrained', 'linear models as ReLU models', 'ReLU models of p = .3'],
}

const claimsOf = (trained: readonly TrainedEnsemble[]) => demonstration.claims(analyzeDemonstration(trained))

beforeAll(async () => {
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  controls.untrained = initial
}, 60_000)

test('every claim holds on the shapes that mathematics gives', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `demonstration/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failing(claimsOf(controls[name]!)), name).toContain(`demonstration/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of claimsOf(perfect)) {
    const tested = failsOn[id.slice('demonstration/'.length)]!
    expect(control.includes('untrained weights'), id).toBe(tested.includes('untrained'))
    expect(control.split('; ').length, id).toBeLessThanOrEqual(tested.length)
  }
})

test('numbers are JSON, small size first, probabilities falling', () => {
  const numbers = analyzeDemonstration([...perfect].reverse())
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  const [size] = numbers.sizes
  expect(size!.linear.map(({ probability }) => probability)).toEqual([1, 0.1, 0.01])
  expect(size!.relu.map(({ probability }) => probability)).toEqual([1, 0.3, 0.1, 0.01])
  expect(size!.relu.map(({ restarts }) => restarts[0]!.represented.length)).toEqual([5, 7, 9, 12])
})

test('three figures are drawn from the numbers alone', () => {
  const numbers = analyzeDemonstration(perfect)
  const figures = demonstration.figures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['gram', 'norms', 'losses'])
  expect(figures).toEqual(demonstration.figures(numbers))
  expect(figures[0]!.description).toContain('ReLU at p = 0.01: 12 features with a norm above 0.5.')
})

test('the larger size of preset paper has the same claims and figures under names of its own', () => {
  const large = planDemonstration('paper', 1).filter(({ ensemble }) => ensemble.model.featureCount === 80)
  const rows = Array.from({ length: 80 }, (_, i) => Array.from({ length: 20 }, (__, k) => (i === k ? 1 : 0)))
  const ended = { model: { weights: matrixFromRows(rows), bias: new Float64Array(80) }, loss: 1 }
  const numbers = analyzeDemonstration([...perfect, ...large.map((task) => trainedAs(task, () => ended))])
  const ids = demonstration.claims(numbers).map(({ id }) => id)
  expect(ids.slice(19)).toEqual(ids.slice(0, 19).map((id) => id.replace('/', '/large-')))
  expect(
    demonstration
      .figures(numbers)
      .map(({ name }) => name)
      .slice(3),
  ).toEqual(['large-gram', 'large-norms', 'large-losses'])
})
