import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Claim, Experiment } from '@digon/experiments'
import { type Backend, defineEnsemble, reference, type TrainingTask } from '@digon/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { quickFileSystem } from './disk.test-support.js'
import type { FileSystem } from './file-system.js'
import { openRun } from './open-run.js'
import { judgePart, trainTaskOfPart } from './reproduce-part.js'
import { type ReproduceEvent, type ReproduceRequest, type ReproduceRunOptions, reproduceRun } from './reproduce-run.js'
import { openStore } from './store.js'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-reproduce-'))
  path = join(folder, 'run')
})
afterEach(() => rm(folder, { recursive: true }))

const options: ReproduceRunOptions = { backend: reference(), packageVersions: {}, fileSystem: quickFileSystem }
const idle: Backend = { ...reference(), open: () => Promise.reject(new Error('was opened')) }

/** Tasks whose members' seeds begin at the seed; the claim holds from even seeds. `planned` lists the seeds asked for. */
function experimentOf(id: string, tasks: number, planned: number[] = []): Experiment {
  const task = (index: number, seed: number): TrainingTask => ({
    name: `task-${index}`,
    ensemble: defineEnsemble({
      model: { featureCount: 3, hiddenSize: 2 },
      batchSize: 2,
      members: { count: 2, seed: 100 * seed + index, data: { probability: 0.5 } },
    }),
    steps: 5,
    lossSteps: [0, 4],
    record: [0],
    evaluationSamples: 8,
  })
  const claim = {
    id: `${id}/even`,
    kind: 'mathematics' as const,
    nearMisses: [],
    statement: '',
    measures: '',
    source: '',
    expected: true,
    tolerance: '',
    control: '',
  }
  return {
    ...{ id, title: id, section: '', paper: '', method: '', presets: { quick: '' } },
    plan(preset, seed) {
      planned.push(seed)
      const all = Array.from({ length: tasks }, (_, index) => task(index, seed))
      return { preset, seed, sweeps: {}, tasks: all }
    },
    measure: ({ seed }, trained) => ({
      even: seed % 2 === 0,
      losses: trained.flatMap(({ evaluation }) => [...evaluation.losses]),
    }),
    figures: () => [],
    claims: (numbers): Claim[] => {
      const { even } = numbers as { even: boolean }
      return [{ ...claim, holds: even, measured: even }]
    },
  }
}

const request = (experiments: readonly Experiment[], seeds = 1): ReproduceRequest => ({
  ...{ experiments, preset: 'quick', seed: 4, seeds },
})

test('every experiment is planned once for each seed, and once less where its plan is handed in', async () => {
  const planned: number[] = []
  const experiment = experimentOf('one', 2, planned)
  const plans = new Map([['one', experiment.plan('quick', 4)]])
  await reproduceRun(path, request([experiment], 3), { ...options, plans })
  expect(planned).toEqual([4, 5, 6])
})

test('tasks of the first seed are in the experiment’s folder, of others under their seed, and claims are counted', async () => {
  const { experiments, record } = await reproduceRun(path, request([experimentOf('one', 1)], 3), options)
  expect(experiments[0]).toMatchObject({
    claims: [{ id: 'one/even', holds: true }],
    overSeeds: [{ heldIn: 2, bySeed: [{ seed: 4 }, { seed: 5, holds: false }, { seed: 6 }] }],
  })
  for (const place of ['one', 'seeds/5/one', 'seeds/6/one']) {
    expect((await readdir(join(path, place, 'task-0'))).sort()).toEqual([
      'evaluation.safetensors',
      'history.parquet',
      'recorded',
      'task.json',
      'weights.safetensors',
    ])
  }
  expect(Object.keys(record.files)).toEqual(['one/numbers.json', 'one/claims.json', 'one/claims-over-seeds.json'])
  expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
})

test('several workers train the longest first, judge each experiment when its tasks are done, and leave the same files', async () => {
  const experiments = [experimentOf('short', 1), experimentOf('long', 3), experimentOf('middle', 2)]
  const filesOf = async (directory: string) => {
    const { files, tasks } = (await openRun(directory)).record
    return { files, tasks }
  }
  const alone = await reproduceRun(join(folder, 'alone'), request(experiments, 2), options)
  const done: string[] = []
  let [busy, mostBusy] = [0, 0]
  const store = openStore(path, options)
  const shared = await reproduceRun(path, request(experiments, 2), {
    ...options,
    workers: {
      cores: 2,
      async train(position, cores) {
        busy += cores
        mostBusy = Math.max(mostBusy, busy)
        const isTrained = await trainTaskOfPart(store, position, position.task, reference(), {})
        busy -= cores
        done.push(`train ${position.experiment.id} ${position.seed}`)
        return isTrained
      },
      async judge(part) {
        done.push(`judge ${part.experiment.id} ${part.seed}`)
        return structuredClone(await judgePart(store, part, reference(), {}))
      },
    },
  })
  expect(mostBusy).toBe(2)
  expect(done).toHaveLength(2 * (1 + 3 + 2) + 2 * 3)
  expect(done.slice(0, 3)).toEqual(Array(3).fill('train long 4'))
  for (const part of ['long 4', 'long 5', 'middle 4', 'short 5']) {
    expect(done.indexOf(`judge ${part}`)).toBeGreaterThan(done.lastIndexOf(`train ${part}`))
  }
  expect(done.indexOf('judge long 4')).toBeLessThan(done.indexOf('train short 4'))
  const plain = ({ experiments }: typeof alone) =>
    experiments.map(({ numbers, claims, overSeeds }) => ({ numbers, claims, overSeeds }))
  expect(plain(shared)).toEqual(plain(alone))
  expect(await filesOf(path)).toEqual(await filesOf(join(folder, 'alone')))
})

test('a worker that fails ends the run with its error when the others have ended', async () => {
  const experiments = [experimentOf('one', 4)]
  let ended = 0
  const workers = {
    cores: 2,
    async train({ index }: { readonly index: number }) {
      if (index === 1) throw new Error('out of memory')
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      ended++
      return true
    },
    judge: () => Promise.reject(new Error('was judged')),
  }
  await expect(reproduceRun(path, request(experiments), { ...options, workers })).rejects.toThrow('out of memory')
  expect(ended).toBe(1)
})

test('run.json is written twice and is as long for many tasks as for few', async () => {
  const sizes: number[] = []
  for (const tasks of [1, 12]) {
    let writes = 0
    const counting: FileSystem = {
      ...quickFileSystem,
      moveFile: (from, to) => {
        if (to.endsWith('run.json')) writes++
        return quickFileSystem.moveFile(from, to)
      },
    }
    const directory = join(folder, `run-${tasks}`)
    await reproduceRun(directory, request([experimentOf('one', tasks)]), { ...options, fileSystem: counting })
    expect(writes).toBe(2)
    sizes.push((await stat(join(directory, 'run.json'))).size)
  }
  // But for digits of times and sizes.
  expect(Math.abs(sizes[1]! - sizes[0]!)).toBeLessThan(20)
})

test('a finished run is judged again from its files, and writes nothing', async () => {
  const experiments = [experimentOf('one', 2), experimentOf('two', 1)]
  const written: string[] = []
  const writing: Partial<ReproduceRunOptions> = {
    draw: async (id) => {
      written.push(id)
      return { files: { [`figures/${id}.svg`]: id }, undrawn: [] }
    },
    writeReport: (write) => write('report.html', written.join()),
  }
  const first = await reproduceRun(path, request(experiments), { ...options, ...writing })
  const before = await readFile(join(path, 'run.json'))
  const again = await reproduceRun(path, request(experiments), { ...options, ...writing, backend: idle })
  expect(again.status).toBe('finished')
  expect(again.experiments.map(({ numbers }) => numbers)).toEqual(first.experiments.map(({ numbers }) => numbers))
  expect(written).toEqual(['one', 'two'])
  expect(await readFile(join(path, 'report.html'), 'utf8')).toBe('one,two')
  expect(await readFile(join(path, 'figures/two.svg'), 'utf8')).toBe('two')
  expect(await readFile(join(path, 'run.json'))).toEqual(before)
  expect((await openRun(path)).record.secondsByPart).toMatchObject({ one: expect.any(Number), two: expect.any(Number) })
})

test('of an interrupted run only what is missing or damaged is trained, and the results are those of one without a stop', async () => {
  const experiments = [experimentOf('one', 4)]
  const whole = await reproduceRun(join(folder, 'whole'), request(experiments), options)
  const abort = new AbortController()
  const stopping = reproduceRun(path, request(experiments), {
    ...options,
    signal: abort.signal,
    onEvent: (event, { index }) => {
      if (event.type === 'run-start' && index === 2) abort.abort('Ctrl-C')
    },
  })
  await expect(stopping).rejects.toBe('Ctrl-C')
  const damaged = join(path, 'one/task-0/weights.safetensors')
  const bytes = await readFile(damaged)
  bytes[bytes.length - 1]! ^= 1
  await writeFile(damaged, bytes)
  const events: string[] = []
  const note = ({ type }: ReproduceEvent, index: number): void => {
    if (type === 'run-start' || type.startsWith('task-')) events.push(`${index} ${type}`)
  }
  const { status, experiments: results } = await reproduceRun(path, request(experiments), {
    ...options,
    onEvent: (event, { index }) => note(event, index),
  })
  expect(status).toBe('interrupted')
  expect(events).toEqual(['0 task-redo', '0 run-start', '1 task-reuse', '2 run-start', '3 run-start'])
  expect(results[0]!.numbers).toEqual(whole.experiments[0]!.numbers)
  expect((await openRun(path)).record.tasks).toBe(whole.record.tasks)
})

test('a task that is missing, changed or added is seen by the one hash over all tasks, and mended', async () => {
  const experiments = [experimentOf('one', 2)]
  const { record } = await reproduceRun(path, request(experiments), options)
  const [taskPath, other] = [join(path, 'one/task-0'), join(path, 'one/task-1')]
  const text = await readFile(join(taskPath, 'task.json'), 'utf8')
  const damages: readonly (() => Promise<unknown>)[] = [
    () => rm(taskPath, { recursive: true }),
    () => writeFile(join(taskPath, 'task.json'), text.replace('"diverged": []', '"diverged": [{"member":0,"step":1}]')),
    () => cp(other, taskPath, { recursive: true }),
  ]
  for (const damage of damages) {
    await damage()
    const { files, whole } = await checkRun(path)
    expect(whole).toBe(false)
    const problem = expect.stringMatching(`^tasks: [0-9a-f]{64}; expected ${record.tasks}$`)
    expect(files.filter((file) => file.problem !== undefined)).toEqual([{ path: 'run.json', problem }])
    // A record that is right but for its numbers is the one thing that only the hash tells.
    if (damage === damages[1]) await rm(join(taskPath, 'task.json'))
    await reproduceRun(path, request(experiments), options)
    expect((await openRun(path)).record.tasks).toBe(record.tasks)
    expect((await checkRun(path)).whole).toBe(true)
  }
})

test('a run that fails before anything is worth keeping leaves nothing', async () => {
  await expect(reproduceRun(path, request([experimentOf('one', 1)]), { ...options, backend: idle })).rejects.toThrow(
    'was opened',
  )
  expect(await readdir(folder)).toEqual([])
})
