import { cpSync } from 'node:fs'
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromDense } from '@digon/data'
import { keptLoss, readHistory, readSnapshot, readTaskRecord, readWeights, scheduledTask } from '@digon/formats'
import {
  type Backend,
  defineEnsemble,
  type EnsembleDescription,
  reference,
  stepCoefficients,
  type TrainEvent,
  type TrainingTask,
  train,
  UnsupportedEnsembleError,
} from '@digon/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { hashesOf, quickFileSystem } from './disk.test-support.js'
import { filesBelow } from './folder-content.js'
import { openRun, taskOfRun } from './open-run.js'
import { RunExistsError } from './run-errors.js'
import type { StoredTaskEvent } from './run-task.js'
import { trainUntil } from './stopped-run.test-support.js'
import { type TrainRunOptions, trainRun } from './train-run.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-train-'))
})
afterEach(() => rm(folder, { recursive: true }))

const batches = [fromDense([1, 0, 0, 0, 0, 0.5, 0.25, 0], 2, 4), fromDense([0, 0, 0, 1, 0, 0, 0, 0], 2, 4)]
const description: EnsembleDescription = {
  model: { featureCount: 4, hiddenSize: 2 },
  optimizer: { schedule: { kind: 'linear', totalSteps: 30, warmUpSteps: 5 } },
  batchSize: 2,
  members: [
    { seed: 1, data: { probability: 0.5 }, learningRate: 0.01 },
    { seed: 2, data: { kind: 'batches', batches }, learningRate: 0.02 },
  ],
}
const ensemble = defineEnsemble(description)
const task = scheduledTask(ensemble, { steps: 20, lossEvery: 3, checkpointEvery: 6, record: [0, 4] })
const options: TrainRunOptions = { backend: reference(), packageVersions: {}, fileSystem: quickFileSystem }

/** The task that a run's own run.json describes. */
async function taskIn(path: string): Promise<TrainingTask> {
  const run = await openRun(path)
  if (run.record.spec.kind !== 'train') throw new Error('no training run')
  return taskOfRun(run, run.record.spec)
}

test('a run holds the weights, history, parameters and checkpoints that the train loop reports', async () => {
  const path = join(folder, 'run')
  const { status, record, trained } = await trainRun(path, task, options)
  expect({ status, state: record.status, backend: record.backend }).toEqual({
    status: 'new',
    state: 'finished',
    backend: 'reference',
  })
  const [samples] = Object.keys(record.files)
  expect(Object.keys(record.files)).toEqual([expect.stringMatching(/^batches-/)])
  expect(Object.keys(readTaskRecord(await readFile(join(path, 'task.json'), 'utf8'), 'task.json').files)).toEqual([
    'checkpoints/12.safetensors',
    'checkpoints/18.safetensors',
    'checkpoints/20.safetensors',
    'checkpoints/6.safetensors',
    'history.parquet',
    'recorded/0.safetensors',
    'recorded/4.safetensors',
    'weights.safetensors',
  ])
  expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
  expect((await filesBelow(path)).filter((name) => name !== 'task.json' && name !== samples)).toHaveLength(8)

  const lossSteps = [0, 3, 6, 9, 12, 15, 18, 19]
  const events: TrainEvent[] = []
  for await (const event of train(reference(), ensemble, { steps: 20, lossSteps, record: [4], checkpoints: [12] }))
    events.push(event)
  const read = (name: string) => readFile(join(path, name))
  const history = await readHistory(await read('history.parquet'), 'history')
  expect(history).toEqual(
    events
      .filter((event) => event.type === 'losses')
      .map(({ step, losses }) => {
        return { step, losses: losses.map(keptLoss), learningRates: stepCoefficients(ensemble, step).learningRates }
      }),
  )
  expect(trained.history, 'as it is read back').toEqual(history.map(({ step, losses }) => ({ step, losses })))
  expect(history.map(({ step }) => step)).toEqual(lossSteps)
  const end = events.at(-1)!
  if (end.type !== 'run-end') throw new Error('no end')
  expect(readWeights(await read('weights.safetensors'), 'weights')).toEqual(end.parameters)
  const recorded = events.find((event) => event.type === 'parameters')
  if (recorded?.type !== 'parameters') throw new Error('nothing recorded')
  expect(readWeights(await read('recorded/4.safetensors'), 'recorded')).toEqual(recorded.parameters)
  const checkpoint = events.find((event) => event.type === 'checkpoint')
  if (checkpoint?.type !== 'checkpoint') throw new Error('no checkpoint')
  expect(readSnapshot(await read('checkpoints/12.safetensors'), 'checkpoint')).toEqual(checkpoint.snapshot)
  expect(trained.parameters).toEqual(end.parameters)
  expect(await (await openRun(path)).loadTask('', task)).toEqual({ status: 'finished', trained })
})

test('the same task in two folders gives the same bytes; another seed gives others', async () => {
  const [one, two, other] = ['one', 'two', 'other'].map((name) => join(folder, name)) as [string, string, string]
  await trainRun(one, task, options)
  await trainRun(two, task, options)
  expect(await hashesOf(two)).toEqual(await hashesOf(one))
  const members = [{ ...ensemble.members[0]!, seed: 3 }, ensemble.members[1]!]
  await trainRun(other, { ...task, ensemble: { ...ensemble, members } }, options)
  expect((await hashesOf(other))['weights.safetensors']).not.toBe((await hashesOf(one))['weights.safetensors'])
  await expect(trainRun(one, { ...task, steps: 21 }, options)).rejects.toThrow(RunExistsError)
})

test('a finished run is not trained again, and gives what was trained', async () => {
  const path = join(folder, 'run')
  const { trained } = await trainRun(path, task, options)
  const idle: Backend = { ...reference(), open: () => Promise.reject(new Error('was opened')) }
  expect(await trainRun(path, task, { ...options, backend: idle })).toMatchObject({ status: 'finished', trained })
  const again = await trainRun(path, await taskIn(path), { ...options, backend: idle })
  expect(again).toMatchObject({ status: 'finished', trained: { parameters: trained.parameters } })
})

test('no steps: the initial weights, an empty history', async () => {
  const path = join(folder, 'run')
  await trainRun(path, scheduledTask(ensemble, { steps: 0 }), options)
  expect(await filesBelow(path)).toContain('checkpoints/0.safetensors')
  expect(await readHistory(await readFile(join(path, 'history.parquet')), 'history')).toEqual([])
  expect(readWeights(await readFile(join(path, 'weights.safetensors')), 'w').weights!.shape).toEqual([2, 4, 2])
})

describe('a run that was stopped ends with the files of one that was not', () => {
  const stopAfter = (path: string, step: number, stopped = task) => trainUntil(step, path, stopped, options)

  test('by Ctrl-C, once or several times, anywhere', async () => {
    const whole = join(folder, 'whole')
    await trainRun(whole, task, options)
    const expected = await hashesOf(whole)
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 3 }),
        async (stops) => {
          const path = join(folder, `stopped-${round++}`)
          stops.sort((a, b) => a - b)
          for (const step of stops) await stopAfter(path, step)
          expect((await openRun(path)).state).toBe('interrupted')
          const starts: number[] = []
          const onEvent = (event: StoredTaskEvent): void => {
            if (event.type === 'run-start') starts.push(event.step)
          }
          const { status } = await trainRun(path, await taskIn(path), { ...options, onEvent })
          expect(status).toBe('interrupted')
          expect(starts[0]).toBeGreaterThanOrEqual(stops.at(-1)!)
          expect(await hashesOf(path)).toEqual(expected)
          expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
        },
      ),
      { seed: 1, numRuns: 6 },
    )
  })

  test('before the first step: nothing is left', async () => {
    const abort = new AbortController()
    const path = join(folder, 'run')
    const training = trainRun(path, task, {
      ...options,
      signal: abort.signal,
      onEvent: () => abort.abort('stop'),
    })
    await expect(training).rejects.toBe('stop')
    expect(await readdir(folder)).toEqual([])
    await expect(trainRun(path, task, { ...options, signal: AbortSignal.abort('no') })).rejects.toBe('no')
    expect(await readdir(folder)).toEqual([])
  })

  const damages: readonly [what: string, damage: (path: string) => Promise<unknown>, from: number][] = [
    ['the checkpoint of the stop missing', (path) => rm(join(path, 'checkpoints/13.safetensors')), 12],
    ['a late checkpoint cut off', (path) => truncate(join(path, 'checkpoints/12.safetensors'), 100), 6],
    ['an early checkpoint missing', (path) => rm(join(path, 'checkpoints/6.safetensors')), 0],
    ['recorded parameters missing', (path) => rm(join(path, 'recorded/4.safetensors')), 0],
    ['the history cut off', (path) => truncate(join(path, 'checkpoints/13.parquet'), 50), 0],
    ['the history missing', (path) => rm(join(path, 'checkpoints/13.parquet')), 0],
    [
      'a checkpoint that is another’s',
      (path) => copyFile(join(path, 'checkpoints/6.safetensors'), join(path, 'checkpoints/12.safetensors')),
      6,
    ],
  ]
  test.each(damages)('also with %s', async (_, damage, from) => {
    const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')]
    await trainRun(whole, task, options)
    await stopAfter(stopped, 13)
    await damage(stopped)
    const starts: number[] = []
    const onEvent = (event: StoredTaskEvent): void => {
      if (event.type === 'run-start') starts.push(event.step)
    }
    expect((await trainRun(stopped, task, { ...options, onEvent })).status).toBe('interrupted')
    expect(starts).toEqual([from])
    expect(await hashesOf(stopped)).toEqual(await hashesOf(whole))
  })

  test.each([
    'checkpoints/6.safetensors',
    'weights.safetensors',
    'history.parquet',
    'recorded/4.safetensors',
    'task.json',
  ])('and a finished run whose %s is damaged since is made whole again', async (name) => {
    const path = join(folder, 'run')
    await trainRun(path, task, options)
    const before = await hashesOf(path)
    const bytes = await readFile(join(path, name))
    bytes[bytes.length - 3]! ^= 1
    await writeFile(join(path, name), bytes)
    expect((await checkRun(path)).whole).toBe(false)
    expect((await trainRun(path, task, options)).status).toBe('interrupted')
    expect(await hashesOf(path)).toEqual(before)
    expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
  })

  test('in the second of three stages', async () => {
    const staged: TrainingTask = {
      ...task,
      stages: [
        { fromStep: 7, set: { members: [{ data: { probability: 0.1 } }, { learningRate: 0.1 }] } },
        { fromStep: 15, set: { target: 'absolute' } },
      ],
    }
    const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')]
    await trainRun(whole, staged, options)
    for (const step of [7, 11, 15]) {
      await rm(stopped, { recursive: true, force: true })
      await stopAfter(stopped, step, staged)
      const { status } = await trainRun(stopped, await taskIn(stopped), options)
      expect(status).toBe('interrupted')
      expect(await hashesOf(stopped)).toEqual(await hashesOf(whole))
    }
    const unstaged = join(folder, 'unstaged')
    await trainRun(unstaged, task, options)
    expect((await hashesOf(unstaged))['weights.safetensors']).not.toBe((await hashesOf(whole))['weights.safetensors'])
  })

  test('with a member that had diverged before: it keeps its last finite loss', async () => {
    const members = [ensemble.members[0]!, { ...ensemble.members[1]!, learningRate: 1e200 }]
    const diverging: TrainingTask = {
      ...task,
      ensemble: { ...ensemble, members },
      lossSteps: [0, 1, 15, 19],
      record: [],
    }
    const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')]
    const { trained } = await trainRun(whole, diverging, options)
    expect(trained.diverged).toHaveLength(1)
    expect(trained.diverged[0]!.step).toBeLessThan(12)
    await stopAfter(stopped, 12, diverging)
    const starts: number[] = []
    const onEvent = (event: StoredTaskEvent): void => {
      if (event.type === 'run-start') starts.push(event.step)
    }
    expect((await trainRun(stopped, diverging, { ...options, onEvent })).trained.history).toEqual(trained.history)
    expect(starts).toEqual([12])
    expect(trained.history.at(-1)!.losses[1]).toBeGreaterThan(0)
    expect(await hashesOf(stopped)).toEqual(await hashesOf(whole))
  })

  test('wherever a checkpoint for resuming was due, of a task that asks for none', async () => {
    const long = { ...task, steps: 450, checkpoints: [], lossSteps: [0, 150, 449], record: [0, 200] }
    const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')]
    const { trained } = await trainRun(whole, long, options)
    for (const at of [150, 300, 400]) {
      await rm(stopped, { recursive: true, force: true })
      let checkpoint = 0
      let isCopied = false
      const onEvent = (event: StoredTaskEvent): void => {
        // What lies on the disk at that moment, as after a kill.
        if (event.type === 'checkpoint' && !isCopied) checkpoint = event.step
        if (event.type === 'progress' && event.step > at && !isCopied) {
          isCopied = true
          cpSync(join(folder, 'live'), stopped, { recursive: true })
        }
      }
      await trainRun(join(folder, 'live'), long, { ...options, checkpointSeconds: 0, onEvent })
      expect(await checkRun(join(folder, 'live'))).toMatchObject({ whole: true, unlisted: [] })
      await rm(join(folder, 'live'), { recursive: true })
      for (const name of await readdir(stopped)) if (name.startsWith('.')) await rm(join(stopped, name))
      const starts: number[] = []
      const resumed = await trainRun(stopped, long, {
        ...options,
        onEvent: (event) => event.type === 'run-start' && starts.push(event.step),
      })
      expect(checkpoint).toBeGreaterThan(at - 100)
      expect(starts).toEqual([checkpoint])
      expect(resumed.trained).toEqual(trained)
      expect(await hashesOf(stopped)).toEqual(await hashesOf(whole))
    }
    expect((await filesBelow(whole)).filter((name) => name.startsWith('checkpoints'))).toEqual([])
  })
})

describe('what cannot be trained or resumed is refused before anything is made', () => {
  test('an ensemble that the backend does not support', async () => {
    const backend: Backend = { ...reference(), supports: () => ({ supported: false, reason: 'too large' }) }
    await expect(trainRun(join(folder, 'run'), task, { ...options, backend })).rejects.toThrow(UnsupportedEnsembleError)
    expect(await readdir(folder)).toEqual([])
  })

  test('a backend that cannot open: the folder is deleted again', async () => {
    const backend: Backend = { ...reference(), open: () => Promise.reject(new Error('no device')) }
    await expect(trainRun(join(folder, 'run'), task, { ...options, backend })).rejects.toThrow('no device')
    expect(await readdir(folder)).toEqual([])
  })

  test('a run whose samples were changed since', async () => {
    const path = join(folder, 'run')
    const abort = new AbortController()
    const onEvent = (event: StoredTaskEvent): void => {
      if (event.type === 'checkpoint' && event.step === 6) abort.abort('stop')
    }
    await expect(trainRun(path, task, { ...options, signal: abort.signal, onEvent })).rejects.toBe('stop')
    const samples = (await readdir(path)).find((name) => name.startsWith('batches-'))!
    await appendFile(join(path, samples), 'x')
    await expect(taskIn(path)).rejects.toThrow(`${samples}: invalid SHA-256`)
  })
})
