import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { ideal } from './ideal.test-support.js'
import { notebook } from './notebook.js'
import { probabilityAt } from './settings.js'

const { measure, settings } = notebook.description

test('the best linear model loses what the closed form says', () => {
  const [dense] = measure(idealSweeps(notebook, ideal), settings.settings.quick).groups
  expect(dense!.linearOptimum).toBeCloseTo(0.0070565, 6)
})

test('preset paper has all twenty probabilities of the notebook and its settings, in one task', () => {
  const { tasks } = notebook.plan('paper', 1)
  const [task] = tasks
  expect(tasks).toHaveLength(1)
  expect(task!.ensemble.members).toHaveLength(19 * 3 + 16)
  expect(task!.ensemble).toMatchObject({
    batchSize: 1024,
    optimizer: { kind: 'adamw', schedule: { kind: 'constant' } },
  })
  expect(task!.steps).toBe(10_000)
  expect(task!.ensemble.members[0]).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 })
})

test('a best known loss is stored for every probability below 1, and falls with it', () => {
  const losses = Array.from({ length: 19 }, (_, k) => {
    const { loss } = bestKnown.losses.find(({ probability }) => probability === probabilityAt(k + 1))!
    return loss
  })
  // Linear models lose V(p) = p/3 − p²/4, which rises first: compared from the third on.
  for (const [k, loss] of losses.entries()) if (k > 2) expect(loss).toBeLessThan(losses[k - 1]!)
})
