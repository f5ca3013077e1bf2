import { matrixFromRows } from '@digon/matrix'
import { groupedReluLoss, groupedReluOptimum, polygonModel, reluLoss, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { correlatedClaims } from './claims.js'
import { correlated } from './correlated.js'
import { correlatedFigures } from './figures.js'
import { analyzeCorrelated, correlatedOptima, type Optima } from './numbers.js'
import { planCorrelated, type SetUpName, setUps } from './plan.js'

const plan = planCorrelated('quick', 1)

const across = polygonModel({ featureCount: 4, corners: 4 })
const [east, north, west, south] = [0, 1, 2, 3].map((i) => [...across.weights.values.subarray(2 * i, 2 * i + 2)])
const inside: TiedModel = { weights: matrixFromRows([east!, west!, north!, south!]), bias: [0, 0, 0, 0] }

const pairs = {
  sets: [0, 1, 2].map((set) => ({ kind: 'together' as const, features: [2 * set, 2 * set + 1], probability: 0.03 })),
  importance: new Array<number>(6).fill(1),
}
const hexagon = groupedReluOptimum(polygonModel({ featureCount: 6, corners: 6 }), pairs).model
const polar = (angle: number, length: number) => [
  length * Math.cos((angle * Math.PI) / 180),
  length * Math.sin((angle * Math.PI) / 180),
]
const oneCollapsed = groupedReluOptimum(
  {
    weights: matrixFromRows(
      [
        [0, 0.7],
        [3, 0.7],
        [80, 1],
        [150, 1],
        [210, 1],
        [280, 1],
      ].map(([a, l]) => polar(a!, l!)),
    ),
    bias: new Array<number>(6).fill(0),
  },
  pairs,
).model
const pentagon: TiedModel = {
  weights: polygonModel({ featureCount: 6, corners: 5, radius: 1.15 }).weights,
  bias: [-0.26, -0.26, -0.26, -0.26, -0.26, 0.015],
}

const basis = (sign: number) =>
  Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, k) => (i === k ? sign : 0)))
const wide = (rows: number[][]): TiedModel => ({ weights: matrixFromRows(rows), bias: new Float64Array(20) })
const bases = wide([...basis(1), ...basis(-1)])
const [plus, minus] = [basis(1), basis(-1)]
const digonsInside = wide([...plus.slice(0, 5), ...minus.slice(0, 5), ...plus.slice(5), ...minus.slice(5)])
const collapsedSets = wide(Array.from({ length: 20 }, (_, i) => plus[i < 10 ? 0 : 1]!.map((value) => value * 0.316)))

const groups = (name: SetUpName) => plan.find((task) => task.name === name)!.ensemble.members[0]!.data
function lossOf(name: SetUpName, model: TiedModel): number {
  const { kind, probability, setCount, setSize } = setUps.find((setUp) => setUp.name === name)!
  const importance = new Array<number>(setCount * setSize).fill(1)
  if (name === 'local-bases') return 1e-5
  if (kind === 'independent') return reluLoss(model, { probability, importance })
  const sets = Array.from({ length: setCount }, (_, set) => ({
    kind,
    features: Array.from({ length: setSize }, (__, place) => set * setSize + place),
    probability,
  }))
  return groupedReluLoss(model, { sets, importance })
}

type Ends = Readonly<Record<SetUpName, readonly TiedModel[]>>

/** Restarts take the models in turn. */
function trainedWhere(ends: Ends, lossFactor = 1): readonly TrainedEnsemble[] {
  return plan.map((task) => {
    const name = task.name as SetUpName
    const models = ends[name]
    let count = 0
    return trainedAs(task, () => {
      const model = models[count++ % models.length]!
      return { model, loss: lossFactor * lossOf(name, model) }
    })
  })
}

const perfectEnds: Ends = {
  correlated: [across],
  anticorrelated: [inside],
  crowded: [hexagon, hexagon, oneCollapsed],
  independent: [pentagon],
  'local-bases': [bases],
}
const perfect = trainedWhere(perfectEnds)
const controls: Record<string, readonly TrainedEnsemble[]> = {
  'antipodal inside': trainedWhere({ ...perfectEnds, correlated: [inside] }),
  'antipodal across': trainedWhere({ ...perfectEnds, anticorrelated: [across] }),
  'independent features': trainedWhere({ ...perfectEnds, crowded: [pentagon], 'local-bases': [digonsInside] }),
  'hexagon in every restart': trainedWhere({ ...perfectEnds, crowded: [hexagon] }),
  'models of correlated features': trainedWhere({ ...perfectEnds, independent: [hexagon] }),
  'collapsed sets': trainedWhere({ ...perfectEnds, 'local-bases': [collapsedSets] }),
  'twice as large': trainedWhere(perfectEnds, 2),
}

const failsOn: Record<string, readonly string[]> = {
  'pairs-orthogonal-inside': ['untrained', 'antipodal inside'],
  'pairs-antipodal-across': ['untrained', 'antipodal inside'],
  'pairs-loss': ['untrained', 'antipodal inside'],
  'pairs-preference': ['untrained', 'antipodal inside'],
  'pairs-restarts': ['untrained', 'antipodal inside'],
  'anticorrelated-antipodal': ['untrained', 'antipodal across'],
  'anticorrelated-orthogonal-sets': ['untrained', 'antipodal across'],
  'anticorrelated-lossless': ['untrained', 'antipodal across'],
  'anticorrelated-restarts': ['untrained', 'antipodal across'],
  'crowded-hexagon': ['untrained', 'independent features'],
  'crowded-restarts': ['untrained', 'independent features'],
  'crowded-collapse': ['untrained', 'hexagon in every restart'],
  'independent-no-such-hexagon': ['models of correlated features'],
  'independent-hexagons-rare': ['models of correlated features'],
  'independent-hexagon-exact': ['optima exchanged'],
  'bases-orthogonal-inside': ['untrained', 'collapsed sets', 'independent features'],
  'bases-largest-inside': ['untrained', 'collapsed sets', 'independent features'],
  'bases-unit-norms': ['untrained', 'collapsed sets'],
  'bases-interference-across': ['untrained', 'collapsed sets', 'independent features'],
  'bases-restarts': ['untrained', 'collapsed sets'],
  'fresh-samples': ['twice as large'],
}

let optima: Optima
/** Ids of the claims that fail, by control. */
const failingOn = new Map<string, readonly string[]>()
const claimsOf = (trained: readonly TrainedEnsemble[], known = optima) =>
  correlatedClaims(analyzeCorrelated(trained, () => known))

beforeAll(async () => {
  optima = correlatedOptima()
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  controls.untrained = initial
  for (const [name, trained] of Object.entries(controls)) failingOn.set(name, failing(claimsOf(trained)))
  const { hexagon: h, pentagon: p } = optima.independent
  const exchanged: Optima = { ...optima, independent: { hexagon: p, pentagon: h } }
  failingOn.set('optima exchanged', failing(claimsOf(perfect, exchanged)))
}, 60_000)

test('every claim holds on the shapes that the paper shows', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `correlated/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`correlated/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of claimsOf(perfect)) {
    const tested = failsOn[id.slice('correlated/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('exact optima are those of closed forms and of the limit of one active feature', () => {
  const { correlated: pair, anticorrelated, independent } = optima
  // Two digons without bias lose p²/6 a feature, the optimum a little less; two with partners lose p/6, far more.
  expect(pair.across).toBeLessThan(0.05 ** 2 / 6)
  expect(pair.across).toBeGreaterThan(0.95 * (0.05 ** 2 / 6))
  expect(anticorrelated.inside).toBeLessThan(1e-9)
  expect(anticorrelated.across).toBeLessThan(0.5 ** 2 / 24)
  // 0.068744 / 0.048192 as p → 0; at p = 0.03 less.
  expect(independent.pentagon / independent.hexagon).toBeGreaterThan(1.1)
  expect(independent.pentagon / independent.hexagon).toBeLessThan(0.068744 / 0.048192)
})

test('numbers are JSON, best restarts first, states counted', () => {
  const numbers = analyzeCorrelated(perfect, () => optima)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.setUps.crowded.states).toEqual({ 'hexagon, partners side by side': 11, '1 collapsed': 5 })
  expect(numbers.setUps.crowded.restarts.at(-1)!.state).toBe('1 collapsed')
  expect(numbers.setUps.independent.states).toEqual({ '1 left out': 16 })
})

test('six figures are drawn from the numbers alone', () => {
  const numbers = analyzeCorrelated(perfect, () => optima)
  const figures = correlatedFigures(JSON.parse(JSON.stringify(numbers)))
  const names = ['correlated', 'anticorrelated', 'crowded', 'independent', 'local-bases', 'losses']
  expect(figures.map(({ name }) => name)).toEqual(names)
  expect(figures).toEqual(correlated.figures(numbers))
  expect(figures[2]!.description).toContain('hexagon, partners side by side: 11. 1 collapsed: 5.')
})

test('the sets of every ensemble are those that the set-ups name', () => {
  expect(groups('correlated')).toMatchObject({
    probability: 0.05,
    groups: [
      { kind: 'together', features: [0, 1] },
      { kind: 'together', features: [2, 3] },
    ],
  })
  expect(groups('anticorrelated')).toMatchObject({ groups: [{ kind: 'exclusive' }, { kind: 'exclusive' }] })
  expect(groups('independent')).not.toHaveProperty('groups')
  expect(groups('local-bases')).toMatchObject({ groups: [{ features: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, {}] })
  for (const { name, ensemble } of planCorrelated('quick', 5)) {
    expect(ensemble.members.length, name).toBeGreaterThanOrEqual(8)
    expect(new Set(ensemble.members.map(({ seed }) => seed)).size).toBe(ensemble.members.length)
  }
})
