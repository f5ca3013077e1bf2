import { matrix, matrixFromRows } from '@digon/matrix'
import { polytopeOptimum, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { geometryClaims } from './claims.js'
import { geometryFigures } from './figures.js'
import { analyzeGeometry, type GeometryNumbers, type GeometryTheory, geometryTheory } from './numbers.js'
import { planGeometry } from './plan.js'

const plan = planGeometry('quick', 1)

type Rows = readonly (readonly number[])[]

const ring = (corners: number, length: number, turn = 0): Rows =>
  Array.from({ length: corners }, (_, k) => {
    const angle = 2 * Math.PI * (k / corners + turn)
    return [length * Math.cos(angle), length * Math.sin(angle)]
  })
const line: Rows = [[1], [-1]]
const shapes = {
  dedicated: [[1]],
  digon: line,
  triangle: ring(3, 1),
  tetrahedron: [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ].map((corner) => corner.map((x) => x / Math.sqrt(3))),
  pentagon: ring(5, 1.1),
  'square antiprism': [0, 1].flatMap((side) =>
    ring(4, Math.sqrt(2 / 3), side / 8).map((corner) => [...corner, (side === 0 ? 1 : -1) / Math.sqrt(3)]),
  ),
} satisfies Record<string, Rows>
type Shape = keyof typeof shapes

/** Factors in orthogonal subspaces, one after the other; features beyond them at 0. */
function product(factors: readonly Shape[], featureCount: number, hiddenSize: number, scale = 1): TiedModel {
  const rows: number[][] = []
  let from = 0
  for (const factor of factors) {
    const corners: Rows = shapes[factor]
    for (const corner of corners) {
      const row = new Array<number>(hiddenSize).fill(0)
      for (const [k, value] of corner.entries()) row[from + k] = scale * value
      rows.push(row)
    }
    from += corners[0]!.length
  }
  while (rows.length < featureCount) rows.push(new Array<number>(hiddenSize).fill(0))
  return { weights: matrixFromRows(rows), bias: new Float64Array(featureCount) }
}

const times = (shape: Shape, count: number): readonly Shape[] => new Array<Shape>(count).fill(shape)
const wideFactors = (probability: number, m: number): readonly Shape[] => {
  if (probability > 0.57) return times('dedicated', m)
  if (probability >= 0.25) return times('digon', m)
  return times('pentagon', m / 2)
}
const smallFactors: readonly (readonly Shape[])[] = [
  ['tetrahedron'],
  ['triangle', 'digon'],
  ['pentagon', 'digon'],
  ['square antiprism'],
]
const { model: eightCorners } = polytopeOptimum('square antiprism', 0.2)
const bestAntiprism: TiedModel = {
  weights: matrix(
    16,
    3,
    Float64Array.from({ length: 48 }, (_, k) => eightCorners.weights.values[k] ?? 0),
  ),
  bias: Float64Array.from({ length: 16 }, (_, k) => eightCorners.bias[k] ?? 0),
}
const digonRadius = polytopeOptimum('digon', 0.3).radius

type WideOf = (probability: number, m: number, n: number) => TiedModel
type SmallOf = (probability: number, member: number) => TiedModel

const perfectWide: WideOf = (p, m, n) =>
  // Sparser than pentagons: eight directions in three dimensions, long ones.
  p <= 0.1
    ? product(times('square antiprism', m / 3), n, m, 1.2)
    : product(wideFactors(p, m), n, m, p <= 0.57 && p >= 0.25 ? digonRadius : 1)
const perfectSmall: SmallOf = (p, member) =>
  p === 0.2 && member % 4 === 3
    ? bestAntiprism
    : product(p === 0.4 ? times('digon', 3) : smallFactors[member % 4]!, 16, 3)

function trainedWhere(wideOf: WideOf, smallOf: SmallOf): readonly TrainedEnsemble[] {
  return plan.map((task) => {
    const { featureCount, hiddenSize } = task.ensemble.model as { featureCount: number; hiddenSize: number }
    let member = 0
    return trainedAs(task, (p) => {
      const model = hiddenSize === 3 ? smallOf(p, member++) : wideOf(p, hiddenSize, featureCount)
      return { model, loss: 0.01 }
    })
  })
}

const controls: Record<string, readonly TrainedEnsemble[]> = {
  'models of p = 0.3': trainedWhere((_, m, n) => perfectWide(0.3, m, n), perfectSmall),
  'models of p = 1': trainedWhere((_, m, n) => perfectWide(1, m, n), perfectSmall),
  'models of p = 0.05': trainedWhere((_, m, n) => product(times('square antiprism', m / 3), n, m, 1.2), perfectSmall),
  'dedicated features': trainedWhere(
    (_, m, n) => product(times('dedicated', m), n, m),
    () => product(times('dedicated', 3), 16, 3),
  ),
  'antiprisms of norm 1 without bias': trainedWhere(perfectWide, (_, member) =>
    product(smallFactors[member % 4]!, 16, 3),
  ),
  'features between the shapes': trainedWhere((_, m, n) => tilted(n, m), perfectSmall),
}

/** Pairs at 120°, which no regular shape has: D = 0.8. */
function tilted(n: number, m: number): TiedModel {
  const rows = Array.from({ length: n }, (_, i) => {
    const row = new Array<number>(m).fill(0)
    if (i < m) row[i - (i % 2)] = i % 2 === 0 ? 1 : -0.5
    if (i < m && i % 2 === 1) row[i] = Math.sqrt(3) / 2
    return row
  })
  return { weights: matrixFromRows(rows), bias: new Float64Array(n) }
}

const failsOn: Record<string, readonly string[]> = {
  'dense-dimensions': ['untrained', 'models of p = 0.3'],
  'dense-projector': ['models of p = 0.05'],
  'half-plateau': ['untrained', 'models of p = 1'],
  'half-plateau-ends': ['untrained', 'models of p = 1'],
  'half-plateau-exact': ['untrained', 'models of p = 1'],
  'falls-after': ['untrained', 'models of p = 0.3'],
  'twice-the-dimensions': ['the same models on both sides'],
  'feature-count': ['models of half the dimensions'],
  'sum-at-most': ['norms in place of dimensionalities'],
  'sum-efficient': ['untrained'],
  clusters: ['untrained', 'features between the shapes'],
  gains: ['the two probabilities exchanged'],
  'pentagons-beyond': ['the two probabilities exchanged'],
  'antiprism-gain': ['untrained', 'antiprisms of norm 1 without bias'],
  digon: ['untrained', 'dedicated features'],
  triangle: ['untrained', 'dedicated features'],
  tetrahedron: ['untrained', 'dedicated features'],
  pentagon: ['untrained', 'dedicated features'],
  'square-antiprism': ['untrained', 'dedicated features'],
  'triangular-bipyramid': ['untrained', 'dedicated features'],
  'pentagonal-bipyramid': ['untrained', 'dedicated features'],
  octahedron: ['untrained', 'dedicated features'],
}

let theory: GeometryTheory
let numbers: GeometryNumbers
/** Ids of the claims that fail, by control. */
const failingOn = new Map<string, readonly string[]>()

beforeAll(async () => {
  theory = geometryTheory()
  numbers = analyzeGeometry(trainedWhere(perfectWide, perfectSmall), () => theory)
  const initial = await Promise.all(plan.map((task) => untrained({ ...task, evaluationSamples: 1 })))
  for (const [name, trained] of Object.entries({ ...controls, untrained: initial })) {
    failingOn.set(name, failing(geometryClaims(analyzeGeometry(trained, () => theory))))
  }
  const { learned, wide } = numbers
  const exchanged = theory.gains.map((gain) => ({ ...gain, probability: gain.probability === 0.5 ? 0.2 : 0.5 }))
  const changed: Record<string, GeometryNumbers> = {
    'the same models on both sides': { ...numbers, learned: { ...learned, halfDimensions: learned.wide } },
    'models of half the dimensions': { ...numbers, learned: { ...learned, halfFeatures: learned.halfDimensions } },
    'the two probabilities exchanged': { ...numbers, theory: { ...theory, gains: exchanged } },
    'norms in place of dimensionalities': {
      ...numbers,
      wide: {
        ...wide,
        groups: wide.groups.map((group) => ({
          ...group,
          restarts: group.restarts.map((restart) => ({
            ...restart,
            dimensionality: restart.dimensionality.map((value) => Math.sign(value)),
          })),
        })),
      },
    },
  }
  for (const [name, other] of Object.entries(changed)) failingOn.set(name, failing(geometryClaims(other)))
}, 120_000)

test('every claim holds on products of the shapes that the paper names', () => {
  const claims = geometryClaims(numbers)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `geometry/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`geometry/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of geometryClaims(numbers)) {
    const tested = failsOn[id.slice('geometry/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('numbers are JSON, and four figures are drawn from them alone', () => {
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  const figures = geometryFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual([
    'dimensions-per-feature',
    'dimensionality',
    'feature-graphs',
    'feature-graphs-small',
  ])
  expect(figures).toEqual(geometryFigures(numbers))
})

test('models that learned nothing are judged and drawn as well', () => {
  const nothing = analyzeGeometry(
    trainedWhere(
      (_, m, n) => product([], n, m),
      () => product([], 16, 3),
    ),
    () => theory,
  )
  expect(failing(geometryClaims(nothing)).length).toBeGreaterThan(10)
  expect(geometryFigures(nothing).map(({ name }) => name)).toEqual(['dimensions-per-feature', 'dimensionality'])
})
