import { matrixFromRows } from '@digon/matrix'
import { oneSparsePolygon, polygonModel, polytopeOptimum, reluOptimum, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { lossTermsClaims } from './claims.js'
import { lossTermsFigures } from './figures.js'
import { analyzeLossTerms, type LossTermsNumbers } from './numbers.js'
import { planLossTerms } from './plan.js'
import { linearTerms, oneActiveTerms } from './terms.js'

const plan = planLossTerms('quick', 1)
const importance = [1, 0.9, 0.81, 0.729, 0.6561]

const optimum = (corners: number, probability: number): TiedModel => {
  const start = polygonModel({
    featureCount: 5,
    corners,
    radius: 1.1,
    bias: corners === 5 ? -0.2 : 0,
    unlearnedBias: probability / 2,
  })
  return reluOptimum(start, { probability, importance }).model
}
const sparse = optimum(5, 0.05)
const models: Readonly<Record<string, (probability: number) => TiedModel>> = {
  falling: (probability) => best.get(probability)!,
  equal: () => polytopeOptimum('pentagon', 0.05).model,
  'one-active-5': () => polygonModel({ featureCount: 5, ...oneSparsePolygon(5) }),
  'one-active-6': () => polygonModel({ featureCount: 6, ...oneSparsePolygon(6) }),
  linear: (probability) => ({
    weights: matrixFromRows([0, 1, 2, 3, 4].map((i) => [i === 0 ? 1 : 0, i === 1 ? 1 : 0])),
    bias: [0, 1, 2, 3, 4].map((i) => (i < 2 ? 0 : probability / 2)),
  }),
}
const best = new Map([
  [0.5, optimum(4, 0.5)],
  [0.2, optimum(4, 0.2)],
  [0.05, sparse],
  [0.02, optimum(5, 0.02)],
])
const square = (name: string): TiedModel =>
  polygonModel({ featureCount: name === 'one-active-6' ? 6 : 5, corners: 4, unlearnedBias: 0 })

/** Losses of linear models by the formula, of the others 1. */
function trainedWhere(
  modelOf: (name: string, probability: number) => TiedModel | undefined = () => undefined,
): readonly TrainedEnsemble[] {
  return plan.map((task) => {
    const { name, ensemble } = task
    const members = ensemble.members.map((member) =>
      member.data.kind === 'exactly' ? { ...member, data: { kind: 'independent', probability: 0 } as const } : member,
    )
    const stand: TrainingTask = { ...task, ensemble: { ...ensemble, members } }
    const trained = trainedAs(stand, (probability) => {
      const model = modelOf(name, probability) ?? models[name]!(probability)
      return { model, loss: name === 'linear' ? linearTerms(model, importance, probability).loss : 1 }
    })
    return { ...trained, task }
  })
}

/** Fresh samples that cost what the expansion says, times a factor. */
function withLosses(numbers: LossTermsNumbers, factor: number): LossTermsNumbers {
  return {
    ...numbers,
    falling: numbers.falling.map((result) => ({
      ...result,
      restarts: result.restarts.map((restart) => ({ ...restart, loss: factor * result.expansion })),
    })),
    linear: numbers.linear.map((result) => ({
      ...result,
      restarts: result.restarts.map((restart) => ({ ...restart, measured: factor * restart.loss })),
    })),
  }
}

function wrong(name: string, probability: number): TiedModel | undefined {
  if (name === 'linear') return sparse
  if (name === 'falling' && probability === 0.2) return sparse
  if (name === 'falling' && probability === 0.05) {
    return { ...sparse, weights: { ...sparse.weights, values: sparse.weights.values.map((value) => 2 * value) } }
  }
  return name === 'falling' ? undefined : square(name)
}

const failsOn: Record<string, readonly string[]> = {
  'linear-terms': ['untrained', 'losses twice as large'],
  'linear-no-superposition': ['ReLU models'],
  'linear-no-interference': ['untrained', 'ReLU models'],
  'sampled-terms': ['terms of untrained weights beside samples of trained ones'],
  expansion: ['losses twice as large'],
  'first-terms': ['L_1 without interference'],
  'sparse-first-terms': ['the same models in reverse order'],
  'bias-cuts-interference': ['untrained'],
  'ledger-kept': ['weights twice as long'],
  'ledger-dropped': ['untrained', 'the best model of p = 0.05'],
  'ledger-unlearned': ['untrained', 'the best model of p = 0.05'],
  'polygon-table': ['the table shifted by one corner'],
  'polygon-losses': ['the two exchanged'],
  'one-active-pentagon-loss': ['untrained', 'a square'],
  'one-active-pentagon': ['untrained', 'a square'],
  'one-active-pentagon-restarts': ['untrained', 'a square'],
  'one-active-hexagon-loss': ['untrained', 'a square'],
  'one-active-hexagon': ['untrained', 'a square'],
  'one-active-hexagon-restarts': ['untrained', 'a square'],
  pentagon: ['untrained', 'a square'],
  'pentagon-loss': ['untrained', 'a square'],
  'pentagon-restarts': ['untrained', 'a square'],
}

let numbers: LossTermsNumbers
/** Ids of the claims that fail, by control. */
const failingOn = new Map<string, readonly string[]>()

beforeAll(async () => {
  numbers = withLosses(analyzeLossTerms(trainedWhere()), 1)
  const initial = analyzeLossTerms(await Promise.all(plan.map(untrained)))
  const wrongModels = analyzeLossTerms(trainedWhere(wrong))
  const changed: Record<string, LossTermsNumbers> = {
    untrained: initial,
    'losses twice as large': withLosses(numbers, 2),
    'ReLU models': wrongModels,
    'the best model of p = 0.05': wrongModels,
    'weights twice as long': wrongModels,
    'a square': wrongModels,
    'terms of untrained weights beside samples of trained ones': {
      ...numbers,
      falling: numbers.falling.map((result, k) => ({ ...result, terms: initial.falling[k]!.terms })),
    },
    'L_1 without interference': {
      ...numbers,
      falling: numbers.falling.map((result) => ({
        ...result,
        oneActive: { own: result.oneActive.own, interference: 0 },
      })),
    },
    'the same models in reverse order': { ...numbers, falling: [...numbers.falling].reverse() },
    'the table shifted by one corner': { ...numbers, polygons: [...numbers.polygons.slice(1), numbers.polygons[0]!] },
    'the two exchanged': { ...numbers, polygonLosses: [...numbers.polygonLosses].reverse() },
  }
  for (const [name, other] of Object.entries(changed)) failingOn.set(name, failing(lossTermsClaims(other)))
}, 120_000)

test('every claim holds on the shapes that mathematics gives', () => {
  const claims = lossTermsClaims(numbers)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `loss-terms/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`loss-terms/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of lossTermsClaims(numbers)) {
    const tested = failsOn[id.slice('loss-terms/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('unit norms without bias lose Σ ReLU(W_i·W_j)² / 3, the generalized Thomson energy', () => {
  const { own, interference } = oneActiveTerms(polygonModel({ featureCount: 5, corners: 5 }), new Array(5).fill(1))
  expect(own).toBeLessThan(1e-12)
  expect(interference).toBeCloseTo((10 * Math.cos((2 * Math.PI) / 5) ** 2) / 3, 6)
})

test('numbers are JSON, and three figures are drawn from them alone', () => {
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  const figures = lossTermsFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['shares', 'terms', 'polygons'])
  expect(figures).toEqual(lossTermsFigures(numbers))
})
