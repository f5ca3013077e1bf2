import { matrixFromRows } from '@digon/matrix'
import { groupedReluOptimum, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, probabilityOf, trainedAs, untrained } from '../trained.test-support.js'
import { collapseClaims } from './claims.js'
import { collapse } from './collapse.js'
import type { ExactStates } from './exact-states.js'
import { collapseFigures } from './figures.js'
import { analyzeCollapse } from './numbers.js'
import { pairsAt, planCollapse, probabilities } from './plan.js'

const plan = planCollapse('quick', 1)

const model = (...polar: readonly (readonly [number, number])[]): TiedModel => ({
  weights: matrixFromRows(
    polar.map(([angle, length]) => [
      length * Math.cos((angle * Math.PI) / 180),
      length * Math.sin((angle * Math.PI) / 180),
    ]),
  ),
  bias: new Float64Array(6),
})
const starts = [
  model([0, 1], [60, 1], [120, 1], [180, 1], [240, 1], [300, 1]),
  model([1, 0.71], [-1, 0.71], [80, 1], [150, 1], [210, 1], [280, 1]),
  model([1, 0.71], [-1, 0.71], [91, 0.71], [89, 0.71], [182, 1], [268, 1]),
  model([0, 0.71], [0, 0.71], [90, 0.71], [90, 0.71], [180, 0.71], [180, 0.71]),
]

/** What the paper's strip has at a probability. */
const paperState = (probability: number): number => [0.05, 0.15, 0.2].filter((line) => line < probability).length
const found = new Map<string, { model: TiedModel; loss: number }>()
function optimum(probability: number, collapsed: number) {
  const key = `${probability} ${collapsed}`
  if (!found.has(key)) found.set(key, groupedReluOptimum(starts[collapsed]!, pairsAt(probability)))
  return found.get(key)!
}

function trainedWhere(collapsedAt: (probability: number) => number, factor = 1): readonly TrainedEnsemble[] {
  return plan.map((task) =>
    trainedAs(task, (probability) => {
      const end = optimum(probability, collapsedAt(probability))
      return { model: end.model, loss: factor * end.loss }
    }),
  )
}

const exact: ExactStates = {
  thresholds: [0.0714, 0.141, 0.385],
  optima: probabilities.map((probability) => {
    const collapsed = [0.0714, 0.141, 0.385].filter((line) => line < probability).length
    return { probability, collapsed, loss: optimum(probability, collapsed).loss }
  }),
}

const perfect = trainedWhere((probability) => paperState(probability))
const controls: Record<string, readonly TrainedEnsemble[]> = {
  'reverse order': plan.map((task) => {
    const opposite = plan.length - 1 - probabilities.indexOf(probabilityOf(task, 0))
    return trainedAs(task, () => {
      const probability = probabilities[opposite]!
      return optimum(probability, paperState(probability))
    })
  }),
  'best restarts alone': trainedWhere((probability) => (probability === 0.25 ? 2 : paperState(probability))),
  'twice as large': trainedWhere(paperState, 2),
}

const both = ['untrained', 'reverse order']
const failsOn: Record<string, readonly string[]> = {
  'none-collapsed': both,
  'one-collapsed': both,
  'two-collapsed': both,
  'three-collapsed': both,
  'stored-sum': both,
  'dense-sums-only': both,
  'dense-principal-loss': both,
  'sparse-better-than-principal': both,
  'first-threshold': both,
  'second-threshold': both,
  'third-threshold': both,
  'more-as-denser': both,
  'exact-agrees': ['twice the size'],
  'exact-third-later': ['a third threshold of 0.25'],
  'local-optimum': ['best restarts alone'],
  'best-is-optimal': both,
  restarts: both,
  'fresh-samples': ['twice as large'],
}

const failingOn = new Map<string, readonly string[]>()
const claimsOf = (trained: readonly TrainedEnsemble[], states = exact) =>
  collapseClaims(analyzeCollapse(trained, () => states))

beforeAll(async () => {
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  for (const [name, trained] of Object.entries({ ...controls, untrained: initial })) {
    failingOn.set(name, failing(claimsOf(trained)))
  }
  const [first, second, third] = exact.thresholds
  const twice: ExactStates = { ...exact, thresholds: [2 * first, 2 * second, 2 * third] }
  failingOn.set('twice the size', failing(claimsOf(perfect, twice)))
  const earlier: ExactStates = { ...exact, thresholds: [first, second, 0.25] }
  failingOn.set('a third threshold of 0.25', failing(claimsOf(perfect, earlier)))
}, 60_000)

test('every claim holds on models that collapse where the paper says', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `collapse/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`collapse/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of claimsOf(perfect)) {
    const tested = failsOn[id.slice('collapse/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('numbers are JSON, sparsest first, with shares on the sums of pairs', () => {
  const numbers = analyzeCollapse([...perfect].reverse(), () => exact)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.strip.map(({ probability }) => probability)).toEqual(probabilities)
  expect(numbers.strip[0]!.restarts[0]!.shareOnSums).toBeGreaterThan(0.7)
  expect(numbers.strip[0]!.restarts[0]!.shareOnSums).toBeLessThan(0.8)
  expect(numbers.strip.at(-1)!.restarts[0]!.shareOnSums).toBeCloseTo(1, 6)
})

test('of equally frequent states the one of least loss is the commonest', () => {
  let count = 0
  const mixed = trainedAs(plan[6]!, (probability) => optimum(probability, count++ % 2 === 0 ? 3 : 2))
  const [result] = analyzeCollapse([mixed], () => exact).strip
  expect(result!.states).toEqual({ '2 collapsed': 8, '3 collapsed': 8 })
  expect(result!.commonest).toBe('2 collapsed')
  expect(result!.meanCollapsed).toBe(2.5)
})

test('three figures are drawn from the numbers alone', () => {
  const numbers = analyzeCollapse(perfect, () => exact)
  const figures = collapseFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['strip', 'collapsed-pairs', 'losses'])
  expect(figures).toEqual(collapse.figures(numbers))
  expect(figures[0]!.description).toContain('At p = 0.17: 16 × 2 collapsed.')
})

test('every probability has restarts of its own seeds, and all pairs follow one probability', () => {
  for (const preset of ['quick', 'paper'] as const) {
    const all = planCollapse(preset, 3).flatMap(({ ensemble }) => ensemble.members.map(({ seed }) => seed))
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBe(probabilities.length * (preset === 'quick' ? 16 : 32))
  }
  expect(plan[2]!.ensemble.members[0]!.data).toMatchObject({
    probability: 0.05,
    groups: [{ kind: 'together', features: [0, 1] }, { features: [2, 3] }, { features: [4, 5] }],
  })
})
