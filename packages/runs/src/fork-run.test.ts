import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference } from '@digon/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { ForkError, type ForkOptions, forkOf } from './fork-run.js'
import { openRun } from './open-run.js'
import type { StoredTaskEvent } from './run-task.js'
import { trainRun } from './train-run.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-fork-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 8,
  members: { count: 2, seed: 3, data: { probability: 0.5 } },
})
const path = (name: string) => join(folder, name)
const options = { backend: reference(), packageVersions: {} }
const parent = () =>
  trainRun(path('parent'), scheduledTask(ensemble, { steps: 20, lossEvery: 4, record: [5] }), options)

async function continued(name: string, fork: ForkOptions) {
  const events: StoredTaskEvent[] = []
  const found = await forkOf(await openRun(path('parent')), fork)
  const run = await trainRun(path(name), found.task, {
    ...options,
    fork: found,
    onEvent: (event) => events.push(event),
  })
  return { run, events, task: found.task }
}

test('a fork with changed settings is what one task with that change gives, trained from the parent’s end on', async () => {
  const before = await parent()
  const fork = { steps: 50, set: { members: { learningRate: 0.02 } } }
  const { run, events, task } = await continued('fork', fork)
  expect(task.stages).toEqual([{ fromStep: 20, set: { members: { learningRate: 0.02 } } }])
  expect(events.find(({ type }) => type === 'run-start')).toMatchObject({ step: 20, steps: 50 })
  const whole = await trainRun(path('whole'), task, options)
  for (const name of ['weights.safetensors', 'history.parquet', 'checkpoints/50.safetensors']) {
    expect(await readFile(path(`fork/${name}`)), name).toEqual(await readFile(path(`whole/${name}`)))
  }
  expect(run.trained.history.map(({ step }) => step).slice(0, 7)).toEqual([0, 4, 8, 12, 16, 19, 20])
  expect(whole.record.id).not.toBe(run.record.id)
  expect(run.record.spec).toMatchObject({ kind: 'train', parent: { id: before.record.id, step: 20 } })
  expect((await checkRun(path('fork'))).whole).toBe(true)
  expect((await checkRun(path('fork'))).unlisted).toEqual([])
})

test('more steps alone are the longer run; the same fork again is recognized', async () => {
  await parent()
  const { run } = await continued('longer', { steps: 30 })
  const long = await trainRun(path('long'), scheduledTask(ensemble, { steps: 30 }), options)
  expect(run.trained.parameters).toEqual(long.trained.parameters)
  expect((await continued('longer', { steps: 30 })).run.status).toBe('finished')
})

test.each<[string, ForkOptions, RegExp]>([
  ['no more steps', { steps: 20 }, /invalid steps: 20; expected an integer above 20/],
  ['half a step', { steps: 20.5 }, /invalid steps: 20\.5/],
  [
    'another model',
    { steps: 30, set: { model: {} } as never },
    /set\.model: an object; expected nothing: a stage keeps every shape/,
  ],
  [
    'a wrong rate',
    { steps: 30, set: { members: { learningRate: -1 } } },
    /learningRate: -1; expected a finite number > 0/,
  ],
])('%s is refused', async (_, fork, message) => {
  await parent()
  await expect(continued('fork', fork)).rejects.toThrow(message)
})

test('a run that did not come to its end, or whose end was changed, is refused', async () => {
  await parent()
  await rm(path('parent/checkpoints/20.safetensors'))
  await expect(continued('fork', { steps: 30 })).rejects.toThrow(ForkError)
})
