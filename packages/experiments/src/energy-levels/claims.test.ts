import { matrixFromRows } from '@digon/matrix'
import type { TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { energyLevels } from './energy-levels.js'
import { analyzeEnergyLevels, type EnergyLevelNumbers } from './numbers.js'
import { planEnergyLevels } from './plan.js'

const [whole] = planEnergyLevels('quick', 1)
/** Two restarts are enough for constructed weights. */
const task: TrainingTask = {
  ...whole!,
  ensemble: { ...whole!.ensemble, members: whole!.ensemble.members.slice(0, 2) },
}

const row = (dimension: number, value: number) => Array.from({ length: 5 }, (_, k) => (k === dimension ? value : 0))

/**
 * Pair k of the first ten features is a digon once `settled` is above k; before, a third feature has one of its places:
 * shared by both in between.
 */
function model(settled: number): TiedModel {
  const rows = Array.from({ length: 20 }, (_, feature) => {
    if (feature < 10) {
      const pair = Math.floor(feature / 2)
      const share = Math.min(1, Math.max(0, settled - pair))
      return row(pair, feature % 2 === 0 ? 1 : -Math.sqrt(share))
    }
    const share = Math.min(1, Math.max(0, settled - (feature - 10)))
    return feature < 15 ? row(feature - 10, -0.7 * Math.sqrt(1 - share)) : row(0, 0)
  })
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < 10 ? 0 : 0.15)) }
}

type Path = (step: number) => TiedModel
/** Hops at certain steps, nothing between: pair k settles within the interval around 10 · 3^k. */
const hopping: Path = (step) => {
  let settled = 0
  for (let pair = 0; pair < 5; pair++) if (step >= 10 * 3 ** pair) settled = pair + 1
  return model(settled)
}

const closedForm = 0.03225
function along(path: Path, loss = closedForm): TrainedEnsemble {
  const recorded = task.record.map((step) => ({
    step,
    parameters: trainedAs(task, () => ({ model: path(step), loss: 1 })).parameters,
  }))
  return { ...trainedAs(task, () => ({ model: path(task.steps), loss })), recorded }
}

let best = 0
const numbersOf = (trained: TrainedEnsemble): EnergyLevelNumbers => analyzeEnergyLevels([trained])
/** The same movements, with a loss that falls by the same share in every interval. */
function evenly(numbers: EnergyLevelNumbers): EnergyLevelNumbers {
  const restarts = numbers.restarts.map((restart) => ({
    ...restart,
    intervals: restart.intervals.map((interval) => ({ ...interval, fall: 0.005 })),
    correlation: 0,
  }))
  return { ...numbers, restarts }
}

const failsOn: Record<string, readonly string[]> = {
  digons: ['untrained', 'models stopped half-way'],
  'digon-restarts': ['untrained', 'models stopped half-way'],
  'digon-loss': ['untrained', 'models stopped half-way'],
  hops: ['models that never change'],
  'drops-with-hops': ['models that never change', 'losses that fall evenly'],
  'still-without-hops': ['models that never change', 'losses that fall evenly'],
  correlation: ['models that never change', 'losses that fall evenly'],
  'places-taken': ['models that never change'],
}

const failingOn = new Map<string, readonly string[]>()
let perfect: EnergyLevelNumbers

beforeAll(async () => {
  best = numbersOf(along(hopping)).digonLoss
  perfect = numbersOf(along(hopping, best))
  const halfWay: Path = (step) => (step < 90 ? hopping(step) : model(2.5))
  const controls: Record<string, EnergyLevelNumbers> = {
    untrained: numbersOf(await untrained({ ...task, record: [0] })),
    'models stopped half-way': numbersOf(along(halfWay, 1.1 * best)),
    'models that never change': numbersOf(along(() => model(5), best)),
    'losses that fall evenly': evenly(perfect),
  }
  for (const [name, numbers] of Object.entries(controls)) failingOn.set(name, failing(energyLevels.claims(numbers)))
}, 60_000)

test('every claim holds on a model whose features hop', () => {
  const claims = energyLevels.claims(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `energy-levels/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`energy-levels/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of energyLevels.claims(perfect)) {
    const tested = failsOn[id.slice('energy-levels/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('the loss of digons is the closed form: p²/3 for a pair and V(p) for each feature left out', () => {
  expect(perfect.digonLoss).toBeCloseTo((5 * (0.09 / 3) + 10 * (0.3 / 3 - 0.09 / 4)) / 20, 12)
  // The measured loss of these very digons, on samples.
  expect(perfect.restarts[0]!.snapshots.at(-1)!.loss / perfect.digonLoss).toBeGreaterThan(0.98)
  expect(perfect.restarts[0]!.snapshots.at(-1)!.loss / perfect.digonLoss).toBeLessThan(1.02)
})

test('ends, movements and falls are told from the snapshots', () => {
  const [restart] = perfect.restarts
  expect(restart!.ends).toEqual({ half: 10, none: 10, other: 0 })
  expect(restart!.intervals.filter(({ largestChange }) => largestChange > 0.05).length).toBe(5)
  expect(restart!.largestLost).toBeCloseTo(0.49 / 1.49, 6)
  expect(restart!.correlation).toBeGreaterThan(0.9)
  const still = restart!.intervals.filter(({ change }) => change === 0)
  for (const { fall } of still) expect(fall).toBe(0)
})

test('numbers are JSON, also of a model in which nothing moves', () => {
  expect(JSON.parse(JSON.stringify(perfect))).toEqual(perfect)
  const still = numbersOf(along(() => model(5)))
  expect(still.restarts[0]!.correlation).toBe(0)
  expect(JSON.parse(JSON.stringify(still))).toEqual(still)
})

test('two figures are drawn from the numbers alone', () => {
  const figures = energyLevels.figures(JSON.parse(JSON.stringify(perfect)))
  expect(figures.map(({ name }) => name)).toEqual(['dimensionality', 'losses'])
  expect(figures).toEqual(energyLevels.figures(perfect))
  expect(figures[0]!.description).toContain('10 features at 1/2, 10 at 0, 0 elsewhere')
})

test('snapshots cover the whole training of at least eight restarts', () => {
  for (const preset of ['quick', 'paper'] as const) {
    const [only] = planEnergyLevels(preset, 3)
    expect(only!.record.at(-1)).toBe(only!.steps)
    expect(only!.record.every((step, k) => k === 0 || step > only!.record[k - 1]!)).toBe(true)
    expect(only!.ensemble.members.length).toBeGreaterThanOrEqual(8)
  }
})
