import { expect, test } from 'vitest'
import { expandPlan } from '../expand.js'
import { planFrom } from '../plan.test-support.js'
import { type ChooseModelsOptions, chooseModels } from './chosen-models.js'
import { tableOf } from './table.test-support.js'

/** 2 × 50 × 10 = 1,000 models. */
const plan = planFrom(`
model: { featureCount: 4, hiddenSize: 2 }
axes:
  kind: { field: optimizer.kind, values: [adam, sgd] }
  density: { field: member.data.probability, from: 0.01, to: 1, count: 50, scale: log }
restarts: 10
seed: 1
steps: 10
`)
const sweep = expandPlan(plan)
const whole = await tableOf(plan, {
  loss: ({ restart }) => Math.abs(restart - 3),
  task: ({ index }) => `tasks/${String(Math.floor(index / 100)).padStart(5, '0')}`,
  member: ({ index }) => index % 100,
})
const choose = (options: Partial<ChooseModelsOptions>, table = whole) =>
  chooseModels(sweep, table, { most: 20, ...options })

test('of 1,000 models 20 are chosen, spread over all of them, and the note says so', () => {
  const { models, note } = choose({})
  expect(note).toBe('restart = 5; 20 of 1,000 models, evenly spaced')
  expect(models.map(({ cell }) => cell)).toEqual(Array.from({ length: 20 }, (_, index) => 25 + 50 * index))
  expect(models[3]).toMatchObject({ task: 'tasks/00001', member: 75, divergedAt: undefined })
})

test('every condition in which they differ is told of each; what they share stands in the note', () => {
  const { models, note } = choose({ cells: [501, 500, 510] })
  expect(note).toBe('kind = sgd; 3 of 1,000 models')
  expect(models.map(({ cell, conditions }) => [cell, ...conditions])).toEqual([
    [500, 'density = 0.01', 'restart 0'],
    [501, 'density = 0.01', 'restart 1'],
    [510, 'density = 0.011', 'restart 0'],
  ])
})

test('the best restart of each condition is the one of the least loss', () => {
  const { models, note } = choose({ choice: 'best', where: { kind: 'adam' }, most: 50 })
  expect(note).toBe('kind = adam; restart = 3; best of 10 restarts; 50 of 1,000 models')
  expect(models.map(({ cell }) => cell % 10)).toEqual(Array(50).fill(3))
  expect(new Set(models.flatMap(({ conditions }) => conditions)).size, 'densities told apart').toBe(50)
})

test('models that diverged are left out where there are others, those without a result always; both are counted', async () => {
  const table = await tableOf(plan, {
    status: ({ restart }) => (restart === 0 ? 'diverged' : restart === 1 ? 'failed' : 'done'),
    divergedAt: ({ restart }) => (restart === 0 ? 7 : null),
  })
  const { models, note } = choose({ cells: [0, 1, 2] }, table)
  expect(models.map(({ cell }) => cell)).toEqual([2])
  expect(note).toContain('1 of 1,000 models; 1 models without a result; 1 that diverged left out')
  expect(choose({ cells: [0, 1] }, table).models).toMatchObject([{ cell: 0, divergedAt: 7 }])
  expect(() => choose({ cells: [1] }, table)).toThrow('none of these models has weights that can be drawn')
})

test.each([
  [{ cells: [1000] }, 'no model 1000; the sweep has models 0 to 999'],
  [{ where: { width: 1 } }, 'unknown axis: width; one of kind, density'],
  [{ where: { kind: 'rmsprop' } }, 'no models at kind = rmsprop; values are adam, sgd'],
  [{ cells: [3], where: { kind: 'sgd' } }, 'none of these models'],
])('%j is refused', (options, message) => {
  expect(() => choose(options)).toThrow(message)
})
