import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTaskRecord, scheduledTask, type TrainedBy } from '@digon/formats'
import { type Backend, defineEnsemble, type Probe, reference } from '@digon/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forkOf } from './fork-run.js'
import { openRun } from './open-run.js'
import { trainUntil } from './stopped-run.test-support.js'
import { trainRun } from './train-run.js'
import { TrainerTally } from './trained-by.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-trained-by-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 4,
  members: { count: 2, seed: 1, data: { probability: 0.5 } },
})
const task = scheduledTask(ensemble, { steps: 20, checkpointEvery: 6 })
const trainersIn = async (directory: string): Promise<readonly TrainedBy[]> =>
  readTaskRecord(await readFile(join(directory, 'task.json'), 'utf8'), 'task.json').trainedBy
const shown = ({ fromStep, packageVersions }: TrainedBy) => [fromStep, packageVersions.digon]
const withProbe = (probe: () => Promise<Probe>): Backend => ({ ...reference(), probe })

test('a task says who trained it: computer, engine with its answers, versions', async () => {
  const directory = join(folder, 'run')
  const packageVersions = { digon: '1', 'engine reference': '2' }
  await trainRun(directory, task, { backend: reference(), packageVersions })
  expect(await trainersIn(directory)).toEqual([
    {
      ...{ fromStep: 0, host: hostname(), machine: expect.stringMatching(/, \d+ cores?$/), packageVersions },
      ...{ backend: 'reference', arithmetic: 'float64' },
      ...{ probe: await reference().probe(), supports: { supported: true } },
    },
  ])
})

test('a task that several processes trained, or a fork, names each with the step from which on it did', async () => {
  const directory = join(folder, 'run')
  await trainUntil(12, directory, task, { backend: reference(), packageVersions: { digon: 'first' } })
  await trainRun(directory, task, { backend: reference(), packageVersions: { digon: 'second' } })
  const expected = [
    [0, 'first'],
    [12, 'second'],
  ]
  expect((await trainersIn(directory)).map(shown)).toEqual(expected)
  const fork = await forkOf(await openRun(directory), { steps: 30 })
  const longer = join(folder, 'longer')
  await trainRun(longer, fork.task, { backend: reference(), packageVersions: { digon: 'third' }, fork })
  expect((await trainersIn(longer)).map(shown)).toEqual([...expected, [20, 'third']])
})

test('limits that are no numbers of JSON are left out, and an engine whose probe throws trains all the same', async () => {
  const device = { description: 'mine', kind: 'cpu', limits: { most: Number.POSITIVE_INFINITY, threads: 2 } } as const
  const [odd, broken] = [join(folder, 'odd'), join(folder, 'broken')]
  await trainRun(odd, task, { backend: withProbe(async () => ({ available: true, device })), packageVersions: {} })
  expect((await trainersIn(odd))[0]!.probe).toEqual({ available: true, device: { ...device, limits: { threads: 2 } } })
  const throwing = withProbe(() => Promise.reject(new Error('no driver')))
  await trainRun(broken, task, { backend: throwing, packageVersions: {} })
  expect((await trainersIn(broken))[0]!.probe).toEqual({
    available: false,
    reason: 'probe failed: Error: no driver',
  })
})

test('a tally counts each trainer once in a task, however often it resumed, and puts most tasks first', async () => {
  const directory = join(folder, 'run')
  await trainRun(directory, task, { backend: reference(), packageVersions: {} })
  const [one] = await trainersIn(directory)
  const other = { ...one!, host: 'another' }
  const tally = new TrainerTally()
  tally.add({ trainedBy: [other] })
  tally.add({ trainedBy: [one!, { ...other, fromStep: 3 }, { ...one!, fromStep: 6 }] })
  tally.add({ trainedBy: [one!] })
  tally.add({ trainedBy: [one!] })
  tally.add({ trainedBy: [] })
  expect(tally.trainers().map(({ host, tasks }) => [host, tasks])).toEqual([
    [hostname(), 3],
    ['another', 2],
  ])
})
