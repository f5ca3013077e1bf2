import { matrixFromRows } from '@digon/matrix'
import { polygonModel, reluLoss, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { alignAround } from './align-around.js'
import { branchShape } from './branch-shape.js'
import { type ExactBranches, exactBranches } from './exact-branches.js'
import { analyzeVariedFeature, type VariedFeatureNumbers } from './numbers.js'
import { featuresAt, planVariedFeature, relativeDensities } from './plan.js'
import { variedFeature } from './varied-feature.js'

const plan = planVariedFeature('quick', 1)

const regular = polygonModel({ featureCount: 5, corners: 5, radius: 1.134, bias: -0.246 })
const unitRadius = polygonModel({ featureCount: 5, corners: 5, radius: 1, bias: -0.246 })
const square = (density: number): TiedModel =>
  polygonModel({ featureCount: 5, corners: 4, unlearnedBias: density / 40 })

/** The best pentagon at each density where it is an optimum. */
const bent = new Map<number, TiedModel>()
let exact: ExactBranches

type ModelAt = (density: number, restart: number) => TiedModel

/** `trainedAs` asks by one probability for all; here the density of one feature tells the ensembles apart. */
function trainedWhere(modelAt: ModelAt, factor = 1): readonly TrainedEnsemble[] {
  return plan.map((task, k) => {
    const density = relativeDensities[k]!
    const members = task.ensemble.members.map((member) => ({
      ...member,
      data: { kind: 'independent' as const, probability: 0.05 },
    }))
    let restart = 0
    const trained = trainedAs({ ...task, ensemble: { ...task.ensemble, members } }, () => {
      const model = modelAt(density, restart++)
      return { model, loss: factor * reluLoss(model, featuresAt(density)) }
    })
    return { ...trained, task }
  })
}

const both: ModelAt = (density, restart) => {
  const onPentagon = density < 0.15 ? false : density > 0.7 || restart % 2 === 0
  return onPentagon ? bent.get(density)! : square(density)
}

const failsOn: Record<string, readonly string[]> = {
  'equal-norms': ['untrained', 'squares at every density'],
  'equal-bias': ['untrained', 'squares at every density'],
  'equal-dimensionality': ['untrained', 'squares at every density'],
  'equal-loss': ['untrained', 'squares at every density'],
  'norm-compensates-bias': ['untrained', 'pentagons of norm 1'],
  'denser-pushes-away': ['untrained', 'the same pentagon at every density'],
  norms: ['untrained', 'the same pentagon at every density'],
  'pentagon-losses': ['untrained', 'the same pentagon at every density'],
  'pentagon-restarts': ['untrained', 'squares at every density'],
  'sparse-square': ['untrained', 'pentagons at every density'],
  'dense-pentagon': ['untrained', 'squares at every density'],
  'square-losses': ['untrained', 'pentagons at every density'],
  'square-restarts': ['untrained', 'pentagons at every density'],
  'exact-crossing': ['the crossing of the paper'],
  'trained-crossing': ['untrained', 'pentagons at every density'],
  'crossing-below-paper': ['the crossing of the paper'],
  'first-order': ['equal slopes'],
  'norm-jumps': ['untrained', 'pentagons at every density', 'squares at every density'],
  'fresh-samples': ['losses twice as large'],
}

const failingOn = new Map<string, readonly string[]>()
let perfect: VariedFeatureNumbers
const analyze = (trained: readonly TrainedEnsemble[], branches = exact) => analyzeVariedFeature(trained, () => branches)

beforeAll(async () => {
  exact = exactBranches(relativeDensities)
  for (const { relativeDensity, pentagon } of exact.points) {
    if (pentagon === undefined) continue
    bent.set(relativeDensity, { weights: matrixFromRows(pentagon.weights), bias: pentagon.bias })
  }
  perfect = analyze(trainedWhere(both))
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  const controls: Record<string, VariedFeatureNumbers> = {
    untrained: analyze(initial),
    'squares at every density': analyze(trainedWhere(square)),
    'pentagons at every density': analyze(trainedWhere(() => regular)),
    'the same pentagon at every density': analyze(trainedWhere(() => regular)),
    'pentagons of norm 1': analyze(trainedWhere(() => unitRadius)),
    'losses twice as large': analyze(trainedWhere(both, 2)),
    'the crossing of the paper': { ...perfect, exact: { ...exact, crossing: 0.4 } },
    'equal slopes': { ...perfect, exact: { ...exact, slopeRatio: 1 } },
  }
  for (const [name, numbers] of Object.entries(controls)) failingOn.set(name, failing(variedFeature.claims(numbers)))
}, 120_000)

test('every claim holds on the two branches that mathematics gives', () => {
  const claims = variedFeature.claims(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `varied-feature/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`varied-feature/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of variedFeature.claims(perfect)) {
    const tested = failsOn[id.slice('varied-feature/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('numbers are JSON, sparsest first, with the branches counted', () => {
  expect(JSON.parse(JSON.stringify(perfect))).toEqual(perfect)
  expect(perfect.densities.map(({ relativeDensity }) => relativeDensity)).toEqual(relativeDensities)
  expect(perfect.densities[0]!.branches).toEqual({ pentagon: 0, square: 16, 'another left out': 0, other: 0 })
  expect(perfect.densities[4]!.branches).toMatchObject({ pentagon: 8, square: 8 })
})

test('three figures are drawn from the numbers alone', () => {
  const figures = variedFeature.figures(JSON.parse(JSON.stringify(perfect)))
  expect(figures.map(({ name }) => name)).toEqual(['solutions', 'branches', 'frequencies'])
  expect(figures).toEqual(variedFeature.figures(perfect))
  expect(figures[1]!.description).toContain('the paper has about 0.4')
})

test('a model is on a branch by what it keeps and how it lies', () => {
  const { name, angleToNeighbors } = branchShape(regular.weights)
  expect(name).toBe('pentagon')
  expect(angleToNeighbors).toBeCloseTo(72, 9)
  expect(branchShape(square(0.2).weights).name).toBe('square')
  const without = (feature: number) => {
    const values = Float64Array.from(regular.weights.values, (value, at) => (at >> 1 === feature ? 0 : value))
    return branchShape({ ...regular.weights, values }).name
  }
  expect(without(0)).toBe('another left out')
  expect(without(4)).toBe('other')
})

test('alignment reorders all features but the varied one', () => {
  const { rows, columns, values } = bent.get(3)!.weights
  const reordered = Float64Array.from([2, 0, 3, 1, 4].flatMap((i) => [...values.subarray(2 * i, 2 * i + 2)]))
  const turned = reordered.map((value, at) => (at % 2 === 0 ? -1 : 1) * value)
  expect(alignAround({ rows, columns, values: turned }, bent.get(3)!.weights).distance).toBeCloseTo(0, 6)
  const moved = Float64Array.from([0, 1, 2, 4, 3].flatMap((i) => [...values.subarray(2 * i, 2 * i + 2)]))
  expect(alignAround({ rows, columns, values: moved }, bent.get(3)!.weights).distance).toBeGreaterThan(0.05)
})

test('only the density of the last feature differs', () => {
  expect(plan[0]!.ensemble.members[0]!.data).toMatchObject({ probability: [0.05, 0.05, 0.05, 0.05, 0.005] })
  expect(plan.length).toBe(14)
  for (const { ensemble } of plan) expect(ensemble.members.length).toBe(16)
})
