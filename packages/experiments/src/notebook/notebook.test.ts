import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { best } from '../vocabulary/restarts.js'
import { ideal, loss } from './ideal.test-support.js'
import { notebook } from './notebook.js'

const { measure, settings } = notebook.description
const sweeps = idealSweeps(notebook, ideal)

test('the best linear model loses what the closed form says', () => {
  expect(measure(sweeps, settings.settings.quick)[0]!.linearOptimum).toBeCloseTo(loss, 6)
})

test('restarts of a further task join those of the same probability, by rising loss', () => {
  const digons = sweeps.groups.find(({ condition }) => condition.k === 12)!
  const members = digons.members.map((member) => ({ ...member, loss: loss / 2 }))
  const groups = measure({ ...sweeps, more: [{ ...digons, planned: 8, members }] }, settings.settings.quick)
  expect(groups.map(({ probability }) => probability)).toEqual([1, 0.532, 0.151, 0.0802])
  expect(groups.map(({ restarts }) => restarts.all.length)).toEqual([3, 3, 7 + 7, 7])
  expect(groups[2]!.restarts.planned).toBe(7 + 8)
  expect(best(groups[2]!.restarts).loss).toBe(loss / 2)
})

test('preset paper has all twenty probabilities of the notebook and its settings', () => {
  const [task, more] = notebook.plan('paper', 1).tasks
  expect(task!.ensemble.members.length).toBe(60)
  expect(more!.ensemble.members.length).toBe(13)
  expect(more!.ensemble.members.every(({ data }) => 'probability' in data && data.probability === 0.151)).toBe(true)
  expect(task!.ensemble).toMatchObject({
    batchSize: 1024,
    optimizer: { kind: 'adamw', schedule: { kind: 'constant' } },
  })
  expect(task!.steps).toBe(10_000)
  expect(task!.ensemble.members[0]).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 })
})
