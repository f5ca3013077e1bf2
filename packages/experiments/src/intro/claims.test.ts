import { linearLoss, polygonModel, reluLoss, reluOptimum, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { type Ended, failing, trainedAs, untrained } from '../trained.test-support.js'
import { introClaims } from './claims.js'
import { introFigures } from './figures.js'
import { intro } from './intro.js'
import { analyzeIntro, type IntroNumbers, type OptimalLosses, optimalLosses } from './numbers.js'
import { planIntro } from './plan.js'

const plan = planIntro('quick', 1)
const importance = [0, 1, 2, 3, 4].map((i) => 0.9 ** i)

const rightAngle = (probability: number): TiedModel => ({
  weights: { rows: 5, columns: 2, values: Float64Array.of(1, 0, 0, -1, 0, 0, 0, 0, 0, 0) },
  bias: [0, 0, probability / 2, probability / 2, probability / 2],
})
const square = (probability: number): TiedModel => {
  const start = polygonModel({ featureCount: 5, corners: 4, unlearnedBias: probability / 2 })
  return reluOptimum(start, { probability, importance }).model
}
const pentagon = (probability: number): TiedModel => {
  const start = polygonModel({ featureCount: 5, corners: 5, radius: 1.1, bias: -0.2 })
  return reluOptimum(start, { probability, importance }).model
}

/** The optimum at p = .2 or .1 stands for its neighbors, which no claim about losses speaks of. */
const shapes = { rightAngle: rightAngle(1), square: square(0.2), pentagon: pentagon(0.1) }
const shapeAt = (probability: number): TiedModel => {
  if (probability === 1) return shapes.rightAngle
  if (probability > 0.6) return rightAngle(probability)
  return probability > 0.15 ? shapes.square : shapes.pentagon
}

function ended(model: TiedModel, probability: number): Ended {
  return { model, loss: reluLoss(model, { probability, importance }) }
}

const trainedWhere = (modelAt: (probability: number) => TiedModel): readonly TrainedEnsemble[] =>
  plan.map((task) => trainedAs(task, (probability) => ended(modelAt(probability), probability)))

const perfect = trainedWhere(shapeAt)
const controls: Record<string, readonly TrainedEnsemble[]> = {
  'dense models': trainedWhere(() => shapes.rightAngle),
  'models of 80 %': trainedWhere(() => shapes.square),
  'models of 90 %': trainedWhere(() => shapes.pentagon),
  reversed: trainedWhere((probability) => shapeAt(1.05 - probability)),
  'linear losses': plan.map((task) =>
    trainedAs(task, (probability) => {
      const model = shapeAt(probability)
      return { model, loss: linearLoss(model, { probability, importance }) }
    }),
  ),
}

const known = new Map<number, OptimalLosses>()

function analyze(trained: readonly TrainedEnsemble[]): IntroNumbers {
  return analyzeIntro(trained, (features) => {
    const probability = Number(features.probability)
    if (!known.has(probability)) known.set(probability, optimalLosses(features))
    return known.get(probability)!
  })
}

/** The controls that each claim names in words. */
const failsOn: Record<string, readonly string[]> = {
  'intro/dense-right-angle': ['untrained', 'models of 90 %'],
  'intro/dense-unit-norms': ['untrained'],
  'intro/dense-loss': ['untrained', 'models of 80 %'],
  'intro/dense-mean-bias': ['untrained', 'models of 90 %'],
  'intro/dense-restarts': ['untrained'],
  'intro/middle-square': ['untrained', 'dense models', 'models of 90 %'],
  'intro/middle-loss': ['untrained', 'models of 90 %'],
  'intro/middle-order': ['untrained', 'models of 90 %'],
  'intro/middle-restarts': ['untrained'],
  'intro/sparse-pentagon': ['untrained', 'dense models', 'models of 80 %'],
  'intro/sparse-loss': ['untrained', 'models of 80 %'],
  'intro/sparse-order': ['untrained', 'models of 80 %'],
  'intro/sparse-positive-interference': ['untrained', 'dense models', 'models of 80 %'],
  'intro/denser-no-positive-interference': ['models of 90 %'],
  'intro/sparse-negative-bias': ['untrained', 'dense models', 'models of 80 %'],
  'intro/sparse-restarts': ['untrained'],
  'intro/pentagon-below-a-tenth': ['untrained', 'models of 80 %'],
  'intro/more-features-as-sparser': ['untrained', 'reversed'],
  'intro/fresh-samples': ['linear losses'],
}

beforeAll(async () => {
  analyze(perfect)
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  controls.untrained = initial
}, 60_000)

test('every claim holds on the shapes that mathematics gives', () => {
  const claims = introClaims(analyze(perfect))
  expect(failing(claims)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failing(introClaims(analyze(controls[name]!))), name).toContain(id)
})

test('a control is named in words for each that is tested', () => {
  const words = { untrained: 'untrained weights', reversed: 'reverse order', 'linear losses': 'linear model' }
  for (const { id, control } of introClaims(analyze(perfect))) {
    for (const [name, text] of Object.entries(words))
      expect(control.includes(text), id).toBe(failsOn[id]!.includes(name))
  }
})

test('numbers are JSON, and say of each probability how many restarts ended in which shape', () => {
  const numbers = analyze(perfect)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.panels.map(({ shapes: found }) => found)).toEqual([
    { 'right angle': 16 },
    { square: 16 },
    { pentagon: 16 },
  ])
})

test('the order of restarts is by exact loss, and statistics are of it', () => {
  const [panels, strip] = perfect
  const worse = ended(shapes.square, 0.1)
  let count = 0
  const mixed = trainedAs(panels!.task, (probability) =>
    probability === 0.1 && count++ % 2 === 0 ? worse : ended(shapeAt(probability), probability),
  )
  const { restarts, losses } = analyze([mixed, strip!]).panels[2]!
  expect(restarts.map(({ shape }) => shape.name)).toEqual([
    ...new Array(8).fill('pentagon'),
    ...new Array(8).fill('square'),
  ])
  expect(losses.best).toBeCloseTo(0.021426 / 5, 6)
  expect(losses.best + losses.spread).toBeCloseTo(worse.loss, 6)
})

test('diverged restarts are counted against the share that reached the shape', () => {
  const [panels, strip] = perfect
  const diverged = Array.from({ length: 14 }, (_, member) => ({ member, step: 3 }))
  const numbers = analyze([{ ...panels!, diverged }, strip!])
  expect(numbers.panels[0]!.losses).toMatchObject({ count: 2, diverged: 14 })
  expect(failing(introClaims(numbers))).toContain('intro/dense-restarts')
})

test('three figures are drawn from the numbers alone', () => {
  const numbers = analyze(perfect)
  const figures = introFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['feature-vectors', 'feature-vectors-strip', 'losses'])
  expect(figures).toEqual(intro.figures(numbers))
  expect(figures[0]!.description).toContain('At p = 0.1: pentagon, features 0, 1, 2, 3, 4.')
})
