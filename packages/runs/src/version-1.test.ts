import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readWeights } from '@digon/formats'
import { defineEnsemble, reference, type TrainingTask } from '@digon/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { openRun, type RunFolder, taskOfRun } from './open-run.js'
import { RunExistsError } from './run-errors.js'
import { trainRun } from './train-run.js'

/** Runs that an earlier version wrote, kept in `fixtures/version-1`: they open, are checked, and give what was trained. */

let folder = ''
let [train, reproduce] = ['', '']
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-version-1-'))
  await cp(fileURLToPath(new URL('../fixtures/version-1', import.meta.url)), folder, { recursive: true })
  train = join(folder, 'train')
  reproduce = join(folder, 'reproduce')
})
afterEach(() => rm(folder, { recursive: true }))

async function trainTaskOf(run: RunFolder): Promise<TrainingTask> {
  if (run.record.spec.kind !== 'train') throw new Error('no training run')
  return taskOfRun(run, run.record.spec)
}

/** The task of the reproduce run, for one of its seeds. */
function taskFrom(seed: number): TrainingTask {
  const ensemble = defineEnsemble({
    model: { featureCount: 3, hiddenSize: 2 },
    batchSize: 4,
    shared: { data: { probability: 0.5 } },
    members: { count: 2, seed },
  })
  return { name: 'dense', ensemble, steps: 9, lossSteps: [1, 4, 8], record: [0, 5], evaluationSamples: 10 }
}

test('a training run gives its task, weights and history', async () => {
  const run = await openRun(train)
  expect(run).toMatchObject({ state: 'finished', record: { schemaVersion: 1, arithmetic: 'float32' } })
  const task = await trainTaskOf(run)
  expect(task).toMatchObject({
    steps: 12,
    lossSteps: [0, 3, 6, 9, 11],
    checkpoints: [0, 4, 6, 12],
    evaluationSamples: 0,
  })
  const loaded = await run.loadTask('', task)
  if (loaded.status !== 'finished') throw new Error(loaded.reason)
  const { parameters, history, diverged } = loaded.trained
  expect(parameters).toEqual(readWeights(await readFile(join(train, 'weights.safetensors')), 'weights'))
  expect(history.map(({ step }) => step)).toEqual(task.lossSteps)
  expect(history.at(-1)!.losses).toEqual(new Float64Array([0.0895210544482552, 0.22415835266364326]))
  expect(diverged).toEqual([])
})

test('a reproduce run gives the ensembles of every seed, evaluated and recorded, and knows another task', async () => {
  const run = await openRun(reproduce)
  expect(run.record.spec).toEqual({ kind: 'reproduce', experiments: ['intro'], preset: 'quick', seed: 1, seeds: 2 })
  for (const [path, seed] of [['intro/dense', 1] as const, ['seeds/2/intro/dense', 2] as const]) {
    const loaded = await run.loadTask(path, taskFrom(seed))
    if (loaded.status !== 'finished') throw new Error(loaded.reason)
    expect(loaded.trained.recorded.map(({ step }) => step)).toEqual([0, 5])
    expect(loaded.trained.evaluation.losses.every((loss) => loss > 0 && loss < 1)).toBe(true)
    expect(await run.loadTask(path, { ...taskFrom(seed), steps: 10 })).toMatchObject({ status: 'different' })
  }
})

test('both are checked by the hashes of run.json', async () => {
  expect(await checkRun(train)).toMatchObject({ whole: true, unlisted: [] })
  expect(await checkRun(reproduce)).toMatchObject({ whole: true, unlisted: [] })
  const file = join(reproduce, 'seeds/2/intro/dense/weights.safetensors')
  const bytes = await readFile(file)
  bytes[bytes.length - 1]! ^= 1
  await writeFile(file, bytes)
  expect((await checkRun(reproduce)).files.filter(({ problem }) => problem !== undefined)).toEqual([
    { path: 'seeds/2/intro/dense/weights.safetensors', problem: expect.stringMatching(/^SHA-256: /) },
  ])
  expect(await (await openRun(reproduce)).loadTask('seeds/2/intro/dense', taskFrom(2))).toMatchObject({
    status: 'damaged',
  })
})

describe('training into one', () => {
  test('is refused, and it stays as it was', async () => {
    const task = await trainTaskOf(await openRun(train))
    const before = await readFile(join(train, 'run.json'))
    const training = trainRun(train, task, { backend: { ...reference(), name: 'wasm' }, packageVersions: {} })
    await expect(training).rejects.toThrow(RunExistsError)
    await expect(training).rejects.toThrow(
      `${train} already holds a run of an earlier version of Digon, which can only be read; choose another folder`,
    )
    expect(await readFile(join(train, 'run.json'))).toEqual(before)
    expect(await checkRun(train)).toMatchObject({ whole: true, unlisted: [] })
  })
})
