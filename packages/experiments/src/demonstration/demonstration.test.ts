import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { best } from '../vocabulary/restarts.js'
import { demonstration } from './demonstration.js'
import { ideal } from './ideal.test-support.js'

const { measure, claims, figures, settings } = demonstration.description
const [size] = measure(idealSweeps(demonstration, ideal), settings.settings.quick)

test('numbers stand by kind and falling probability', () => {
  expect(size!.linear.map(({ probability }) => probability)).toEqual([1, 0.1, 0.01])
  expect(size!.relu.map(({ probability }) => probability)).toEqual([1, 0.3, 0.1, 0.01])
  expect(size!.relu.map(({ restarts }) => best(restarts).represented.length)).toEqual([5, 7, 9, 12])
})

test('the larger size of preset paper has the same claims and figures under names of its own', () => {
  const ids = claims([size!, size!]).map(({ id }) => id)
  const count = ids.length / 2
  expect(ids.slice(count)).toEqual(ids.slice(0, count).map((id) => `large-${id}`))
  const names = figures([size!, size!]).map(({ name }) => name)
  expect(names).toEqual(['gram', 'norms', 'losses', 'large-gram', 'large-norms', 'large-losses'])
})

test('preset paper trains both sizes, linear models before ReLU models, the small size first', () => {
  const { tasks } = demonstration.plan('paper', 1)
  expect(tasks.length).toBe(28)
  expect([0, 7, 14, 21].map((k) => tasks[k]!.name)).toEqual([
    'small-linear-1',
    'small-relu-1',
    'large-linear-1',
    'large-relu-1',
  ])
  const { ensemble } = tasks[21]!
  expect(ensemble.model).toMatchObject({ featureCount: 80, hiddenSize: 20, tied: true, outputBias: true })
  expect(ensemble.members[0]!.importance[10]).toBeCloseTo(0.9 ** 10, 14)
})

test('the rarer the features, the more samples measure the loss', () => {
  const bySamples = demonstration.plan('quick', 1).tasks.map((task) => [task.name, task.evaluationSamples])
  expect(bySamples).toContainEqual(['small-linear-0-01', 640_000])
  expect(bySamples).toContainEqual(['small-linear-1', 100_000])
})
