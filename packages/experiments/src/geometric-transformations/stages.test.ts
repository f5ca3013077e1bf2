import { groupedReluLoss } from '@digon/theory'
import { expect, test } from 'vitest'
import { everyModel } from '../vocabulary/controls.js'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { geometricTransformations } from './geometric-transformations.js'
import { ideal, lines, prism, scaled } from './ideal.test-support.js'
import { measureTransformations, octahedron, twoSets } from './measure.js'
import { plateausOf } from './plateaus.js'
import { stageOf } from './stages.js'

const [all] = idealSweeps(geometricTransformations, ideal).twoSets
/** One restart is enough, as all are the same. */
const one = { ...all!, members: all!.members.slice(0, 1) }

test('stages are told from the weights', () => {
  expect(stageOf(scaled(octahedron.weights, 0.1)).name).toBe('origin')
  expect(stageOf(lines)).toMatchObject({ name: 'lines', centers: 0 })
  expect(stageOf(prism).name).toBe('triangles')
  expect(stageOf(prism).centers).toBeCloseTo(-1, 9)
  expect(stageOf(octahedron.weights)).toMatchObject({ name: 'octahedron', antipodes: -1 })
  const oneLine = { ...lines, values: lines.values.map((_, k) => (k % 3 === 0 ? 1 : 0)) }
  expect(stageOf(oneLine).name).toBe('one-line')
  const open = { ...prism, values: prism.values.map((value, k) => (k === 0 ? value - 0.3 : value)) }
  expect(stageOf(open).name).toBe('spread')
})

test('a path names its stages in order, and sets on lines lose p/18, the octahedron p²/6', () => {
  const { restarts, optimum } = measureTransformations(one)
  expect(restarts.all[0]!.path).toEqual(['origin', 'lines', 'triangles', 'octahedron'])
  expect(optimum.lines).toBeCloseTo(0.05 / 18, 12)
  // Opposite on one axis they interfere when both are on.
  const opposite = { ...lines, values: lines.values.map((_, k) => (k % 3 === 0 ? (k < 9 ? 1 : -1) / Math.sqrt(3) : 0)) }
  expect(groupedReluLoss({ weights: opposite, bias: octahedron.bias }, twoSets)).toBeGreaterThan(1.01 * optimum.lines)
  expect(groupedReluLoss({ weights: lines, bias: octahedron.bias }, twoSets)).toBeCloseTo(0.05 / 18, 12)
  expect(groupedReluLoss(octahedron, twoSets)).toBeCloseTo(0.05 ** 2 / 6, 12)
  expect(optimum.octahedron).toBeLessThan(0.05 ** 2 / 6)
  expect(optimum.octahedron).toBeGreaterThan(0.99 * (0.05 ** 2 / 6))
})

test('figures are drawn also where a stage is missing', () => {
  const [trained] = everyModel([one], (member) => ({
    ...member,
    recorded: member.recorded.filter(({ step }) => step <= 150),
  }))
  const stages = geometricTransformations.figures(measureTransformations(trained!))[0]!.make()
  expect(stages.description).toContain('the most common path')
  expect(JSON.stringify(stages.specification)).toContain('B: each set on a line')
  expect(JSON.stringify(stages.specification)).not.toContain('D: octahedron')
})

test('plateaus are the flat parts between drops', () => {
  const steps = Array.from({ length: 61 }, (_, k) => 10 ** (k / 20))
  const levels = (step: number) => (step < 5 ? 1 : step < 100 ? 0.3 : 0.01)
  const found = plateausOf(steps, steps.map(levels))
  expect(found.map(({ level }) => Number(level.toPrecision(3)))).toEqual([1, 0.3, 0.01])
  const falling = steps.map((step) => 1 / step)
  expect(plateausOf(steps, falling)).toEqual([])
  const constant = steps.map(() => 2)
  expect(plateausOf(steps, constant).length).toBe(1)
  // Shorter than a factor 1.4 of steps is no plateau.
  expect(plateausOf([1, 1.1, 1.2, 3, 9], [1, 1, 1, 0.1, 0.01])).toEqual([])
})
