import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHistory, type TrainPlan, trainSchedule } from '@digon/formats'
import { type Backend, DeviceLostError, defineEnsemble, reference } from '@digon/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { trainIntoRun } from './train-run.js'

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
const plan: TrainPlan = { ensemble, ...trainSchedule({ steps: 20, lossEvery: 3, checkpointEvery: 6 }) }

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

test('a run whose device was lost ends whole, and its folder says what went on where', async () => {
  const directory = join(folder, 'run')
  const options = { backend: losing(7), fallbacks: [reference()], precision: 'float32', packageVersions: {} }
  const { record } = await trainIntoRun(directory, plan, options)
  expect(record.status).toBe('finished')
  expect(record.backend).toBe('gpu')
  expect(JSON.parse(await readFile(join(directory, 'backend-changes.json'), 'utf8'))).toEqual([
    {
      from: 'gpu',
      to: 'reference',
      step: 0,
      reason: 'device lost: unplugged',
      snapshotAgeInSeconds: 2.25,
      passedOver: [],
    },
  ])
  expect(Object.keys(record.files)).toContain('backend-changes.json')
  expect((await checkRun(directory)).whole).toBe(true)
  const history = await readHistory(await readFile(join(directory, 'history.parquet')), 'history.parquet')
  const steps = history.map(({ step }) => step)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  expect(steps.at(-1)).toBe(19)
})

test('a run without a change of backend has no file about it', async () => {
  const directory = join(folder, 'run')
  const { record } = await trainIntoRun(directory, plan, {
    backend: reference(),
    fallbacks: [reference()],
    precision: 'float64',
    packageVersions: {},
  })
  expect(Object.keys(record.files)).not.toContain('backend-changes.json')
})
