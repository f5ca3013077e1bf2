import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptLoss, readTable, readWeights, type SweepPlan } from '@digon/formats'
import type { Backend } from '@digon/model'
import { memberWeights, reference, trainTask } from '@digon/model'
import { checkRun, RunDamagedError, TaskConflictError } from '@digon/runs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cellAt, taskOfCells } from './expand.js'
import { DifferentSweepsError, mergeSweeps } from './merge-sweeps.js'
import { planFrom, smallPlan } from './plan.test-support.js'
import { beginSweep, engineOf, finishSweep, openSweep } from './sweep-run.js'
import { sweepStatus } from './sweep-status.js'
import { CellFailedError, type Shard, type WorkOptions, workOnSweep } from './work.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-sweeps-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const path = (name: string) => join(folder, name)

/** A sweep from beginning to end, in this process. */
async function run(name: string, plan: SweepPlan, options: Partial<WorkOptions> = {}) {
  const { backend = reference() } = options
  const begun = await beginSweep(path(name), plan, { engine: engineOf(backend), packageVersions: {}, leaseSeconds: 5 })
  await workOnSweep(begun.run.store, begun.sweep, { ...options, backend, engine: begun.engine })
  return { begun, missing: await finishSweep(begun, { packageVersions: {} }) }
}

const table = async (name: string) => readTable(await readFile(path(join(name, 'members.parquet'))), 'members.parquet')

/** Fails at the seeds, whichever models are beside them. */
function failing(seeds: readonly number[], message = 'no such luck'): Backend {
  return {
    ...reference(),
    async open(ensemble, options) {
      if (ensemble.members.some(({ seed }) => seeds.includes(seed))) throw new Error(message)
      return reference().open(ensemble, options)
    },
  }
}

describe('a finished sweep', () => {
  test('has a row for every model: what it is, and what came out of it', async () => {
    expect((await run('a', smallPlan)).missing).toEqual([])
    const { rows, rowCount } = await table('a')
    expect(rowCount).toBe(24)
    expect(rows.cell).toEqual([...Array(24).keys()])
    expect(rows.status).toEqual(Array(24).fill('done'))
    expect(new Set(rows.id).size).toBe(24)
    const [cell, alone] = [17, await trainTask(taskOfCells(smallPlan, [17], 'alone'), reference())]
    const { seed, coordinates } = cellAt(smallPlan, cell)
    expect([rows.seed![cell], rows.hidden![cell], rows.rate![cell]]).toEqual([
      seed,
      coordinates.hidden,
      coordinates.rate,
    ])
    expect(rows.loss![cell]).toBe(alone.evaluation.losses[0])
    expect(rows.trainingLoss![cell]).toBe(keptLoss(alone.history.at(-1)!.losses[0]!))
    const norm = Math.hypot(...memberWeights(alone.parameters, 0).values.slice(0, 2))
    expect(rows.norm0![cell]).toBeCloseTo(norm, 6)
    const weights = readWeights(await readFile(path(`a/${rows.task![cell]}/weights.safetensors`)), 'weights')
    const stored = memberWeights(weights, rows.member![cell] as number)
    expect([...stored.values]).toEqual([...memberWeights(alone.parameters, 0).values])
  })

  test('has the exact loss where theory knows it, near the loss on samples', async () => {
    await run('a', { ...smallPlan, evaluationSamples: 20_000 })
    const { rows } = await table('a')
    for (const [i, exact] of rows.exactLoss!.entries()) expect(Number(rows.loss![i]) / Number(exact)).toBeCloseTo(1, 1)
    const signed = planFrom(
      'model: { featureCount: 2, hiddenSize: 1 }\nmember: { data: { probability: 1, values: { kind: signed } } }\nseed: 1\nsteps: 2\nbatchSize: 4',
    )
    await run('b', signed)
    expect((await table('b')).rows.exactLoss).toEqual([null])
  })

  test('is whole, and the same request again trains nothing', async () => {
    await run('a', smallPlan)
    expect((await checkRun(path('a'))).whole).toBe(true)
    expect((await checkRun(path('a'))).unlisted).toEqual([])
    const { begun } = await run('a', smallPlan, { backend: failing([cellAt(smallPlan, 0).seed]) })
    expect(begun.run.status).toBe('finished')
  })

  test('of two workers at once is that of one', async () => {
    await run('one', smallPlan)
    const begun = await beginSweep(path('two'), smallPlan, { engine: engineOf(reference()), packageVersions: {} })
    const work = (begin: number) =>
      workOnSweep(begun.run.store, begun.sweep, { backend: reference(), engine: begun.engine, begin })
    await Promise.all([work(0), work(0.5)])
    await finishSweep(begun, { packageVersions: {} })
    expect(await readFile(path('two/members.parquet'))).toEqual(await readFile(path('one/members.parquet')))
  })
})

test('a worker that waits for others looks again as soon as it hears of a change', async () => {
  const begun = await beginSweep(path('a'), smallPlan, { engine: engineOf(reference()), packageVersions: {} })
  const { store } = begun.run
  const [other] = begun.sweep.tasks
  await mkdir(path(`a/${other!.folder}`), { recursive: true })
  const lease = await store.leases.take(path(`a/${other!.folder}/.task.lease`))
  let tell = (): void => undefined
  const events: string[] = []
  await workOnSweep({ ...store, leases: { ...store.leases, retrySeconds: 3600 } }, begun.sweep, {
    backend: reference(),
    engine: begun.engine,
    nextChange: () => new Promise((resolve) => (tell = resolve)),
    onEvent({ type }) {
      events.push(type)
      if (type === 'wait') void lease!.release().then(() => tell())
    },
  })
  expect(events.lastIndexOf('done')).toBeGreaterThan(events.indexOf('wait'))
  expect(await finishSweep(begun, { packageVersions: {} })).toEqual([])
})

describe('models that fail', () => {
  test('stand alone, with their reason and seed; all others are trained as if nothing had happened', async () => {
    const bad = [4, 19].map((cell) => cellAt(smallPlan, cell).seed)
    await run('a', smallPlan, { backend: failing(bad) })
    await run('b', smallPlan)
    const [broken, sound] = [await table('a'), await table('b')]
    expect(broken.rows.status!.flatMap((status, cell) => (status === 'failed' ? [cell] : []))).toEqual([4, 19])
    const others = [...Array(24).keys()].filter((cell) => cell !== 4 && cell !== 19)
    expect(others.map((cell) => broken.rows.loss![cell])).toEqual(others.map((cell) => sound.rows.loss![cell]))
    const failures = JSON.parse(await readFile(path('a/failures.json'), 'utf8'))
    expect(failures.map(({ cell, seed, reason }: Record<string, unknown>) => ({ cell, seed, reason }))).toEqual([
      { cell: 4, seed: bad[0], reason: 'no such luck' },
      { cell: 19, seed: bad[1], reason: 'no such luck' },
    ])
    expect((await checkRun(path('a'))).whole).toBe(true)
    expect((await checkRun(path('a'))).unlisted).toEqual([])
    expect(await sweepStatus(await openSweep(path('a')))).toMatchObject({
      done: 22,
      failed: 2,
      missing: 0,
      tasksDone: 2,
    })
  })

  test('by their settings, which the check before could not see, do so too', async () => {
    const plan = planFrom(`
model: { featureCount: 2, hiddenSize: 1 }
member: { data: { probability: 0.5 } }
axes:
  a: { field: member.importance, values: [1, [1, 2], [1, 2, 3]] }
seed: 1
steps: 2
batchSize: 4
`)
    await run('a', plan)
    const { rows } = await table('a')
    expect(rows.status).toEqual(['done', 'done', 'failed'])
    expect(rows.a).toEqual(['1', '[1,2]', '[1,2,3]'])
  })

  test('end the sweep where that is asked; a later one goes on', async () => {
    const backend = failing([cellAt(smallPlan, 4).seed])
    await expect(run('a', smallPlan, { backend, failFast: true })).rejects.toThrow(CellFailedError)
    expect((await run('a', smallPlan, { backend })).missing).toEqual([])
  })

  test('are not those that meet a full disk or a missing device: the sweep ends, and can go on', async () => {
    const lacking: Backend = {
      ...reference(),
      open: async () => {
        throw Object.assign(new Error('no memory'), { category: 'resources' })
      },
    }
    await expect(run('a', smallPlan, { backend: lacking })).rejects.toThrow('no memory')
    expect(await sweepStatus(await openSweep(path('a')))).toMatchObject({ done: 0, failed: 0, missing: 24 })
    expect((await run('a', smallPlan)).missing).toEqual([])
  })

  test('diverge, with the step, and their metrics are left out', async () => {
    const plan = planFrom(`
model: { featureCount: 2, hiddenSize: 2, outputActivation: identity }
optimizer: { kind: sgd }
member: { data: { probability: 1 }, weightDecay: 0 }
axes:
  rate: { field: member.learningRate, values: [0.01, 1.0e+30] }
seed: 1
steps: 30
batchSize: 4
`)
    await run('a', plan)
    const { rows } = await table('a')
    expect(rows.status).toEqual(['done', 'diverged'])
    expect(rows.divergedAt![0]).toBeNull()
    expect(rows.divergedAt![1]).toBeGreaterThan(0)
    expect(await sweepStatus(await openSweep(path('a')))).toMatchObject({ done: 2, diverged: 1, failed: 0 })
  })
})

describe('shards', () => {
  const shard = (name: string, index: number, count: number) =>
    run(name, smallPlan, { shard: { index, count } satisfies Shard })

  test('train their tasks alone, and merged they are the whole, byte for byte', async () => {
    await run('whole', smallPlan)
    expect((await shard('one', 1, 2)).missing).toEqual([1])
    expect((await shard('two', 2, 2)).missing).toEqual([0])
    const options = { packageVersions: {}, createParents: true }
    expect(await mergeSweeps([path('one')], path('merged'), options)).toEqual({ found: 1, missing: [1], tasks: 2 })
    expect(await mergeSweeps([path('one'), path('two')], path('merged'), options)).toMatchObject({ missing: [] })
    expect(await readFile(path('merged/members.parquet'))).toEqual(await readFile(path('whole/members.parquet')))
    expect((await checkRun(path('merged'))).whole).toBe(true)
  })

  test('in one folder, the last one finishes the sweep', async () => {
    await shard('shared', 1, 2)
    expect((await shard('shared', 2, 2)).missing).toEqual([])
  })

  test('with a failure are merged as well', async () => {
    const backend = failing([cellAt(smallPlan, 4).seed])
    await run('one', smallPlan, { backend, shard: { index: 1, count: 2 } })
    await run('two', smallPlan, { backend, shard: { index: 2, count: 2 } })
    await mergeSweeps([path('one'), path('two')], path('merged'), { packageVersions: {} })
    expect((await table('merged')).rows.status![4]).toBe('failed')
  })

  test('of another plan, damaged ones, and unequal doubles are refused', async () => {
    await shard('one', 1, 2)
    await run('other', { ...smallPlan, seed: 6 })
    const options = { packageVersions: {} }
    const merge = (...names: string[]) => mergeSweeps(names.map(path), path('merged'), options)
    await expect(merge('one', 'other')).rejects.toThrow(DifferentSweepsError)
    await expect(merge('one', 'other')).rejects.toThrow(/seed/)
    await shard('same', 1, 2)
    const record = JSON.parse(await readFile(path('same/tasks/00000/task.json'), 'utf8'))
    record.diverged = [{ member: 0, step: 1 }]
    await writeFile(path('same/tasks/00000/task.json'), JSON.stringify(record))
    await expect(merge('one', 'same')).rejects.toThrow(TaskConflictError)
    const file = path('one/tasks/00000/weights.safetensors')
    const bytes = await readFile(file)
    bytes[bytes.length - 1]! ^= 1
    await writeFile(file, bytes)
    await rm(path('merged'), { recursive: true })
    await expect(merge('one')).rejects.toThrow(RunDamagedError)
  })
})

test('status says what is running, by whom, and changes nothing', async () => {
  const begun = await beginSweep(path('a'), smallPlan, { engine: engineOf(reference()), packageVersions: {} })
  expect(await sweepStatus(await openSweep(path('a')))).toMatchObject({
    cells: 24,
    done: 0,
    running: 0,
    missing: 24,
    workers: [],
  })
  let during: Awaited<ReturnType<typeof sweepStatus>> | undefined
  const watching: Backend = {
    ...reference(),
    async open(...given) {
      during ??= await sweepStatus(await openSweep(path('a')))
      return reference().open(...given)
    },
  }
  await workOnSweep(begun.run.store, begun.sweep, { backend: watching, engine: begun.engine })
  expect(during).toMatchObject({
    state: 'running',
    running: 12,
    missing: 12,
    oldest: { folder: expect.stringMatching(/^tasks\//) },
  })
  expect(during!.workers).toEqual([
    { host: hostname(), pid: process.pid, task: expect.stringMatching(/^tasks\/\d{5}$/) },
  ])
})
