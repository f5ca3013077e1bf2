import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHistory, readTaskRecord, scheduledTask } from '@digon/formats'
import { type Backend, DeviceLostError, defineEnsemble, reference } from '@digon/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { trainRun } from './train-run.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-change-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 4,
  members: { count: 2, seed: 1, data: { probability: 0.5 } },
})
const task = scheduledTask(ensemble, { steps: 20, lossEvery: 3, checkpointEvery: 6 })
const recordOf = async (directory: string) =>
  readTaskRecord(await readFile(join(directory, 'task.json'), 'utf8'), 'task.json')

/** The reference on a device that is lost at the first call that would go beyond this step. */
function losing(step: number): Backend {
  return {
    ...reference(),
    async open(...given) {
      const session = await reference().open(...given)
      const start = await session.snapshot()
      return {
        advance: async (steps, options) => {
          const progress = await session.advance(steps, options)
          if (progress.step > step) throw new DeviceLostError('gpu', 'unplugged', start, 2.25)
          return progress
        },
        evaluate: (...asked) => session.evaluate(...asked),
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        dispose: () => session.dispose(),
      }
    },
    name: 'gpu',
  }
}

test('a run whose device was lost ends whole, and the record of its task says which backend took over where', async () => {
  const directory = join(folder, 'run')
  const options = { backend: losing(7), fallbacks: [reference()], packageVersions: {} }
  const { record } = await trainRun(directory, task, options)
  expect(record.status).toBe('finished')
  expect(record.backend).toBe('gpu')
  expect((await recordOf(directory)).backendChanges).toEqual([
    {
      from: 'gpu',
      to: 'reference',
      step: 0,
      reason: 'device lost: unplugged',
      snapshotAgeInSeconds: 2.25,
      passedOver: [],
    },
  ])
  // Of the backend that was lost no step is left.
  expect((await recordOf(directory)).trainedBy.map(({ backend, fromStep }) => [backend, fromStep])).toEqual([
    ['reference', 0],
  ])
  expect((await checkRun(directory)).whole).toBe(true)
  const history = await readHistory(await readFile(join(directory, 'history.parquet')), 'history.parquet')
  const steps = history.map(({ step }) => step)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  expect(steps.at(-1)).toBe(19)
})

test('a run without a change of backend has none in its record', async () => {
  const directory = join(folder, 'run')
  await trainRun(directory, task, {
    backend: reference(),
    fallbacks: [reference()],
    packageVersions: {},
  })
  expect((await recordOf(directory)).backendChanges).toEqual([])
})
