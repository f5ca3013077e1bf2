import { matrixFromRows } from '@digon/matrix'
import type { TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { adversarial } from './adversarial.js'
import { adversarialClaims } from './claims.js'
import { adversarialFigures } from './figures.js'
import { analyzeAdversarial } from './numbers.js'
import { planAdversarial, probabilities } from './plan.js'

const [featureCount, hiddenSize] = [60, 8]
const [task] = planAdversarial('quick', 1)

/** Corners of regular polygons, as many as fit in planes of their own; the rest at 0. */
function polygons(corners: number, radius: number, bias: number): TiedModel {
  const rows = Array.from({ length: featureCount }, (_, feature) => {
    const row = new Array<number>(hiddenSize).fill(0)
    const plane = Math.floor(feature / corners)
    if (2 * plane + 1 >= hiddenSize) return row
    row[2 * plane] = radius * Math.cos((2 * Math.PI * feature) / corners)
    row[2 * plane + 1] = radius * Math.sin((2 * Math.PI * feature) / corners)
    return row
  })
  return { weights: matrixFromRows(rows), bias: rows.map(() => bias) }
}

function dedicated(probability: number): TiedModel {
  const rows = Array.from({ length: featureCount }, (_, i) =>
    Array.from({ length: hiddenSize }, (__, k) => (i === k ? 1 : 0)),
  )
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < hiddenSize ? 0 : probability / 2)) }
}

const digons = polygons(4, 1, 0)

/** Squares, that is two digons each, then hexagons; norms grow as in trained models. */
function modelAt(probability: number): TiedModel {
  if (probability > 0.4) return dedicated(probability)
  const radius = { 0.35: 1, 0.25: 1.05, 0.15: 1.05, 0.1: 1.1, 0.05: 1.15, 0.03: 1.2 }[probability]!
  if (probability > 0.2) return polygons(4, radius, 0)
  return polygons(6, radius, -0.05)
}

const trainedWhere = (at: (probability: number) => TiedModel): readonly TrainedEnsemble[] => [
  trainedAs(task!, (probability) => ({ model: at(probability), loss: probability })),
]

/** The model that belongs to the probability at the other end of the sweep. */
const mirrored = (probability: number) => modelAt(probabilities.at(-1 - probabilities.indexOf(probability))!)

const claimsOf = (trained: readonly TrainedEnsemble[]) => adversarialClaims(analyzeAdversarial(trained))
const perfect = analyzeAdversarial(trainedWhere(modelAt))
const controls: Record<string, readonly string[]> = {
  'no superposition': failing(claimsOf(trainedWhere(dedicated))),
  digons: failing(claimsOf(trainedWhere(() => digons))),
  sparsest: failing(claimsOf(trainedWhere(() => modelAt(0.03)))),
  dense: failing(claimsOf(trainedWhere(() => ({ ...dedicated(1), bias: new Array(featureCount).fill(0.5) })))),
  reversed: failing(claimsOf(trainedWhere(mirrored))),
  'reversed vulnerabilities': failing(
    adversarialClaims({ ...perfect, correlation: { perSample: -0.9, fixedDirection: -0.9 } }),
  ),
}

const failsOn: Record<string, readonly string[]> = {
  dense: ['untrained', 'sparsest'],
  'tracks-features-per-dimension': ['sparsest', 'reversed vulnerabilities'],
  'more-than-threefold': ['no superposition', 'digons'],
  'rises-with-sparsity': ['no superposition', 'reversed'],
  'digons-double': ['no superposition', 'sparsest'],
  'fixed-direction-threefold': ['no superposition', 'digons'],
  'outputs-off': ['untrained', 'dense'],
}

beforeAll(async () => {
  controls.untrained = failing(claimsOf([await untrained(task!)]))
}, 60_000)

test('every claim holds on digons and polygons, and all are tested', () => {
  const claims = adversarialClaims(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `adversarial/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`adversarial/${id}`)
})

test('numbers are JSON, probabilities falling, restarts by loss, and the figures need nothing else', () => {
  expect(JSON.parse(JSON.stringify(perfect))).toEqual(perfect)
  expect(perfect.sweep.map(({ probability }) => probability)).toEqual(probabilities)
  expect(perfect.sweep[3]!.median.featuresPerDimension).toBeCloseTo(2, 6)
  const figures = adversarialFigures(JSON.parse(JSON.stringify(perfect)))
  expect(figures).toEqual(adversarial.figures(perfect))
  expect(figures.map(({ name }) => name)).toEqual([
    'vulnerability',
    'features-per-dimension',
    'vulnerability-against-features',
  ])
})

test('the plan is pure, its seeds follow from one, and the paper preset is the notebook’s size', () => {
  expect(planAdversarial('quick', 1)).toEqual([task])
  const seeds = task!.ensemble.members.map(({ seed }) => seed)
  expect(new Set(seeds).size).toBe(27)
  const [other] = planAdversarial('quick', 2)
  expect(other!.ensemble.members.filter(({ seed }) => seeds.includes(seed))).toEqual([])
  expect(planAdversarial('paper', 1)[0]!.ensemble.model).toMatchObject({ featureCount: 200, hiddenSize: 20 })
})
