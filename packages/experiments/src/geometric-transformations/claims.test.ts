import { matrixFromRows } from '@digon/matrix'
import { groupedReluLoss, type TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { geometricTransformations } from './geometric-transformations.js'
import { analyzeTransformations } from './numbers.js'
import { planGeometricTransformations, twoSets } from './plan.js'
import { plateausOf } from './plateaus.js'
import { stageOf } from './stages.js'

const [whole] = planGeometricTransformations('quick', 1)
/** Four restarts are enough for constructed weights. */
const task: TrainingTask = {
  ...whole!,
  ensemble: { ...whole!.ensemble, members: whole!.ensemble.members.slice(0, 4) },
}

const model = (rows: readonly (readonly number[])[]): TiedModel => ({
  weights: matrixFromRows(rows),
  bias: new Float64Array(6),
})
const scaled = ({ weights, bias }: TiedModel, by: number): TiedModel => ({
  weights: { ...weights, values: weights.values.map((value) => by * value) },
  bias,
})
const axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]
const opposite = axes.map((axis) => axis.map((value) => 0 - value))
const octahedron = model([...axes, ...opposite])
const third = Math.sqrt(1 / 3)
const lines = model([...axes.map(() => [third, 0, 0]), ...axes.map(() => [0, third, 0])])
const corner = (degrees: number, up: number) => {
  const angle = (degrees * Math.PI) / 180
  return [Math.sqrt(2 / 3) * Math.cos(angle), Math.sqrt(2 / 3) * Math.sin(angle), up * third]
}
/** Triangles above each other: no antipodes. */
const prism = model([
  ...[0, 120, 240].map((angle) => corner(angle, 1)),
  ...[0, 120, 240].map((angle) => corner(angle, -1)),
])
const antipodesInside = model([axes[0]!, opposite[0]!, axes[2]!, axes[1]!, opposite[1]!, opposite[2]!])

type Path = (step: number) => TiedModel
const throughAll: Path = (step) => {
  if (step <= 10) return scaled(prism, 0.05)
  if (step <= 150) return lines
  return step <= 600 ? scaled(prism, 0.9) : octahedron
}

/** All restarts on one path, with its snapshots. */
function along(path: Path, factor = 1): TrainedEnsemble {
  const last = path(task.steps)
  const end = () => ({ model: last, loss: factor * groupedReluLoss(last, twoSets) })
  const recorded = task.record.map((step) => ({
    step,
    parameters: trainedAs(task, () => ({ model: path(step), loss: 1 })).parameters,
  }))
  return { ...trainedAs(task, end), recorded }
}

const controls: Record<string, TrainedEnsemble> = {
  'models stopped at the lines': along((step) => (step <= 10 ? throughAll(step) : lines)),
  'antipodes inside the sets': along((step) => (step <= 600 ? throughAll(step) : antipodesInside)),
  'models that never change': along(() => throughAll(0)),
  'snapshots in reverse order': along((step) => throughAll(Math.round(task.steps / Math.max(1, step)))),
  'models that never pause': along((step) => scaled(octahedron, Math.min(1, Math.log10(1 + step) / 3.5))),
  'models at the octahedron throughout': along(() => octahedron),
  'losses twice as large': along(throughAll, 2),
}

const failsOn: Record<string, readonly string[]> = {
  octahedron: ['untrained', 'models stopped at the lines'],
  'antipodes-across': ['untrained', 'antipodes inside the sets', 'models stopped at the lines'],
  'orthogonal-inside': ['untrained', 'antipodes inside the sets', 'models stopped at the lines'],
  'half-dimensions': ['untrained', 'models stopped at the lines'],
  'octahedron-loss': ['untrained', 'models stopped at the lines', 'antipodes inside the sets'],
  attractor: ['untrained', 'models stopped at the lines'],
  stages: ['models that never change', 'snapshots in reverse order'],
  'sets-apart': ['models that never change'],
  spread: ['models that never change', 'models stopped at the lines'],
  plateaus: ['models that never change', 'models that never pause'],
  'principal-plateau': ['models that never change', 'models at the octahedron throughout'],
  drop: ['models that never change', 'models at the octahedron throughout'],
  'fresh-samples': ['losses twice as large'],
}

const failingOn = new Map<string, readonly string[]>()
const numbers = analyzeTransformations([along(throughAll)])

beforeAll(async () => {
  const initial = await untrained({ ...task, record: [0] })
  for (const [name, trained] of Object.entries({ ...controls, untrained: initial })) {
    failingOn.set(name, failing(geometricTransformations.claims(analyzeTransformations([trained]))))
  }
}, 60_000)

test('every claim holds on a path through all stages', () => {
  const claims = geometricTransformations.claims(numbers)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `geometric-transformations/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`geometric-transformations/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of geometricTransformations.claims(numbers)) {
    const tested = failsOn[id.slice('geometric-transformations/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('stages are told from the weights', () => {
  expect(stageOf(scaled(octahedron, 0.1).weights).name).toBe('origin')
  expect(stageOf(lines.weights)).toMatchObject({ name: 'lines', centers: 0 })
  expect(stageOf(prism.weights).name).toBe('triangles')
  expect(stageOf(prism.weights).centers).toBeCloseTo(-1, 9)
  expect(stageOf(octahedron.weights)).toMatchObject({ name: 'octahedron', antipodes: -1 })
  const together = model([...axes.map(() => [third, 0, 0]), ...axes.map(() => [third, 0, 0])])
  expect(stageOf(together.weights).name).toBe('between')
})

test('sets on lines lose p/18, and the octahedron p²/6', () => {
  expect(numbers.optimum.lines).toBeCloseTo(0.05 / 18, 12)
  expect(groupedReluLoss(lines, twoSets)).toBeCloseTo(0.05 / 18, 12)
  expect(groupedReluLoss(octahedron, twoSets)).toBeCloseTo(0.05 ** 2 / 6, 12)
  expect(numbers.optimum.octahedron).toBeLessThan(0.05 ** 2 / 6)
  expect(numbers.optimum.octahedron).toBeGreaterThan(0.99 * (0.05 ** 2 / 6))
})

test('plateaus are the flat parts between drops', () => {
  const steps = Array.from({ length: 61 }, (_, k) => 10 ** (k / 20))
  const levels = (step: number) => (step < 5 ? 1 : step < 100 ? 0.3 : 0.01)
  const found = plateausOf(steps, steps.map(levels))
  expect(found.length).toBe(3)
  expect(found.map(({ level }) => Number(level.toPrecision(3)))).toEqual([1, 0.3, 0.01])
  expect(
    plateausOf(
      steps,
      steps.map((step) => 1 / step),
    ),
  ).toEqual([])
  expect(
    plateausOf(
      steps,
      steps.map(() => 2),
    ).length,
  ).toBe(1)
  // Shorter than a factor 1.4 of steps is no plateau.
  expect(plateausOf([1, 1.1, 1.2, 3, 9], [1, 1, 1, 0.1, 0.01])).toEqual([])
})

test('numbers are JSON, with every snapshot', () => {
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.restarts[0]!.snapshots.map(({ step }) => step)).toEqual(task.record)
  expect(numbers.shapes).toEqual({ octahedron: 4 })
  expect(numbers.restarts[0]!.path).toEqual(['origin', 'lines', 'triangles', 'octahedron'])
})

test('three figures are drawn from the numbers alone, also where a stage is missing', () => {
  const figures = geometricTransformations.figures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['stages', 'losses', 'cosines'])
  expect(figures).toEqual(geometricTransformations.figures(numbers))
  const stopped = analyzeTransformations([controls['models stopped at the lines']!])
  expect(geometricTransformations.figures(stopped)[0]!.description).not.toContain('octahedron at')
})

test('snapshots cover the whole training, and restarts have seeds of their own', () => {
  for (const preset of ['quick', 'paper'] as const) {
    const [only] = planGeometricTransformations(preset, 3)
    expect([only!.record[0], only!.record.at(-1)]).toEqual([0, only!.steps])
    expect(only!.record.every((step, k) => k === 0 || step > only!.record[k - 1]!)).toBe(true)
    const seeds = only!.ensemble.members.map(({ seed }) => seed)
    expect(new Set(seeds).size).toBe(seeds.length)
    expect(seeds.length).toBeGreaterThanOrEqual(16)
  }
})
