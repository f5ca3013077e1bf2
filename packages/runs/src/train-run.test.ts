import { createHash } from 'node:crypto'
import {
  appendFile,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromDense } from '@digon/data'
import { InvalidFileError, readHistory, readSnapshot, readWeights, type TrainPlan, trainSchedule } from '@digon/formats'
import {
  type Backend,
  defineEnsemble,
  type EnsembleDescription,
  reference,
  stepCoefficients,
  type TrainEvent,
  train,
  UnsupportedEnsembleError,
} from '@digon/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { checkRun } from './check-run.js'
import { createRun } from './create-run.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import { filesBelow } from './folder-content.js'
import { openRun } from './open-run.js'
import { RunExistsError } from './run-errors.js'
import { resumeRun, type TrainRunOptions, trainIntoRun } from './train-run.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-train-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The disk without its flushes, which take most of the time and change nothing that can be seen here. */
const quick: FileSystem = {
  ...nodeFileSystem,
  writeNewFile: (path, content) => writeFile(path, content, { flag: 'wx' }),
  moveFile: rename,
}

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
const plan: TrainPlan = { ensemble, ...trainSchedule({ steps: 20, lossEvery: 3, checkpointEvery: 6, record: [0, 4] }) }
const options: TrainRunOptions = { backend: reference(), precision: 'float64', packageVersions: {}, fileSystem: quick }

/** Path to hash of everything in a folder but run.json, whose times differ. */
async function hashes(directory: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const path of await filesBelow(directory)) {
    found[path] = createHash('sha256')
      .update(await readFile(join(directory, path)))
      .digest('hex')
  }
  return found
}

test('a run holds the weights, history and checkpoints that the train loop reports', async () => {
  const path = join(folder, 'run')
  const { found, record } = await trainIntoRun(path, plan, options)
  expect({ found, status: record.status, backend: record.backend }).toEqual({
    found: 'new',
    status: 'finished',
    backend: 'reference',
  })
  const files = Object.keys(record.files)
  expect(files.filter((file) => !file.startsWith('batches-'))).toEqual([
    'checkpoints/0.safetensors',
    'checkpoints/12.safetensors',
    'checkpoints/18.safetensors',
    'checkpoints/20.safetensors',
    'checkpoints/4.safetensors',
    'checkpoints/6.safetensors',
    'history.parquet',
    'weights.safetensors',
  ])
  expect(files).toHaveLength(9)
  expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })

  const lossSteps = [0, 3, 6, 9, 12, 15, 18, 19]
  const events: TrainEvent[] = []
  for await (const event of train(reference(), ensemble, { steps: 20, lossSteps, checkpoints: [12] }))
    events.push(event)
  const run = await openRun(path)
  const history = await readHistory(await run.read('history.parquet'), 'history')
  expect(history).toEqual(
    events
      .filter((event) => event.type === 'losses')
      .map(({ step, losses }) => ({ step, losses, learningRates: stepCoefficients(ensemble, step).learningRates })),
  )
  expect(history.map(({ step }) => step)).toEqual(lossSteps)
  const end = events.at(-1)!
  if (end.type !== 'run-end') throw new Error('no end')
  expect(readWeights(await run.read('weights.safetensors'), 'weights')).toEqual(end.parameters)
  const checkpoint = events.find((event) => event.type === 'checkpoint')
  if (checkpoint?.type !== 'checkpoint') throw new Error('no checkpoint')
  expect(readSnapshot(await run.read('checkpoints/12.safetensors'), 'checkpoint')).toEqual(checkpoint.snapshot)
})

test('the same plan in two folders gives the same bytes; another seed gives others', async () => {
  const [one, two, other] = ['one', 'two', 'other'].map((name) => join(folder, name)) as [string, string, string]
  await trainIntoRun(one, plan, options)
  await trainIntoRun(two, plan, options)
  expect(await hashes(two)).toEqual(await hashes(one))
  const members = [{ ...ensemble.members[0]!, seed: 3 }, ensemble.members[1]!]
  await trainIntoRun(other, { ...plan, ensemble: { ...ensemble, members } }, options)
  expect((await hashes(other))['weights.safetensors']).not.toBe((await hashes(one))['weights.safetensors'])
  await expect(trainIntoRun(one, { ...plan, steps: 21 }, options)).rejects.toThrow(RunExistsError)
})

test('a finished run is not trained again', async () => {
  const path = join(folder, 'run')
  await trainIntoRun(path, plan, options)
  const idle: Backend = { ...reference(), open: () => Promise.reject(new Error('was opened')) }
  expect((await trainIntoRun(path, plan, { ...options, backend: idle })).found).toBe('finished')
  expect((await resumeRun(path, { backend: () => idle, packageVersions: {} })).found).toBe('finished')
})

test('no steps: the initial weights, an empty history', async () => {
  const path = join(folder, 'run')
  const { record } = await trainIntoRun(path, { ensemble, ...trainSchedule({ steps: 0 }) }, options)
  expect(record.files).toHaveProperty(['checkpoints/0.safetensors'])
  const run = await openRun(path)
  expect(await readHistory(await run.read('history.parquet'), 'history')).toEqual([])
  expect(readWeights(await run.read('weights.safetensors'), 'w').weights!.shape).toEqual([2, 4, 2])
})

describe('a run that was stopped ends with the files of one that was not', () => {
  /** Stops after so many steps, as Ctrl-C does. */
  async function stopAfter(path: string, step: number): Promise<void> {
    const abort = new AbortController()
    const reason = new Error('Ctrl-C')
    // Single steps, so that an abort can come after any of them.
    const backend: Backend = {
      ...reference(),
      open: async (...given) => {
        const session = await reference().open(...given)
        return {
          advance: async (steps, advanceOptions) => {
            const progress = await session.advance(steps, advanceOptions)
            if (progress.step >= step) abort.abort(reason)
            return progress
          },
          evaluate: (...asked) => session.evaluate(...asked),
          parameters: () => session.parameters(),
          snapshot: () => session.snapshot(),
          dispose: () => session.dispose(),
        }
      },
    }
    const training = trainIntoRun(path, plan, { ...options, backend, signal: abort.signal })
    await expect(training).rejects.toBe(reason)
  }

  test('by Ctrl-C, once or several times, anywhere', async () => {
    const whole = join(folder, 'whole')
    await trainIntoRun(whole, plan, options)
    const expected = await hashes(whole)
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 3 }),
        async (stops) => {
          const path = join(folder, `stopped-${round++}`)
          stops.sort((a, b) => a - b)
          for (const step of stops) await stopAfter(path, step)
          expect((await openRun(path)).state).toBe('interrupted')
          const names: string[] = []
          const starts: number[] = []
          const { found } = await resumeRun(path, {
            packageVersions: {},
            fileSystem: quick,
            backend: (name) => {
              names.push(name)
              return reference()
            },
            onEvent: (event) => {
              if (event.type === 'run-start') starts.push(event.step)
            },
          })
          expect({ found, names }).toEqual({ found: 'interrupted', names: ['reference'] })
          expect(starts[0]).toBeGreaterThanOrEqual(stops.at(-1)!)
          expect(await hashes(path)).toEqual(expected)
          expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
        },
      ),
      { seed: 1, numRuns: 6 },
    )
  }, 30_000)

  test('before the first step: nothing is left', async () => {
    const abort = new AbortController()
    const path = join(folder, 'run')
    const training = trainIntoRun(path, plan, {
      ...options,
      signal: abort.signal,
      onEvent: () => abort.abort('stop'),
    })
    await expect(training).rejects.toBe('stop')
    expect(await readdir(folder)).toEqual([])
    await expect(trainIntoRun(path, plan, { ...options, signal: AbortSignal.abort('no') })).rejects.toBe('no')
    expect(await readdir(folder)).toEqual([])
  })

  const damages: readonly [what: string, damage: (path: string) => Promise<unknown>, from: number][] = [
    ['the checkpoint of the stop missing', (path) => rm(join(path, 'checkpoints/13.safetensors')), 12],
    ['a late checkpoint cut off', (path) => truncate(join(path, 'checkpoints/12.safetensors'), 100), 6],
    ['an early checkpoint missing', (path) => rm(join(path, 'checkpoints/4.safetensors')), 0],
    ['the history cut off', (path) => truncate(join(path, 'history.parquet'), 50), 0],
    ['the history missing', (path) => rm(join(path, 'history.parquet')), 0],
    [
      'a checkpoint that is another’s',
      (path) => copyFile(join(path, 'checkpoints/6.safetensors'), join(path, 'checkpoints/12.safetensors')),
      6,
    ],
  ]
  test.each(damages)('also with %s', async (_, damage, from) => {
    const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')]
    await trainIntoRun(whole, plan, options)
    await stopAfter(stopped, 13)
    await damage(stopped)
    const starts: number[] = []
    const onEvent = (event: TrainEvent): void => {
      if (event.type === 'run-start') starts.push(event.step)
    }
    expect((await trainIntoRun(stopped, plan, { ...options, onEvent })).found).toBe('interrupted')
    expect(starts).toEqual([from])
    expect(await hashes(stopped)).toEqual(await hashes(whole))
  })

  test('and a finished run whose file is damaged since is made whole again', async () => {
    const path = join(folder, 'run')
    await trainIntoRun(path, plan, options)
    const before = await hashes(path)
    const weights = await readFile(join(path, 'checkpoints/6.safetensors'))
    weights[weights.length - 1]! ^= 1
    await writeFile(join(path, 'checkpoints/6.safetensors'), weights)
    expect((await trainIntoRun(path, plan, options)).found).toBe('interrupted')
    expect(await hashes(path)).toEqual(before)
  })
})

describe('a disk that fails at any call', () => {
  /** A disk whose n-th change fails; with `forGood` so does every later one, deleting included, as when the process dies. */
  function failingAt(failAt: number, calls: { count: number }, forGood: boolean): FileSystem {
    const guarded = <Given extends readonly unknown[]>(
      work: (...given: Given) => Promise<void>,
      counts: boolean,
      halfDone: (...given: Given) => Promise<unknown> = async () => undefined,
    ) => {
      return async (...given: Given): Promise<void> => {
        if (counts) calls.count++
        const failsNow = counts && calls.count === failAt
        if (failsNow && forGood) await halfDone(...given)
        if (failsNow || (forGood && calls.count >= failAt)) {
          throw Object.assign(new Error('ENOSPC: simulated'), { code: 'ENOSPC' })
        }
        await work(...given)
      }
    }
    return {
      writeNewFile: guarded(quick.writeNewFile, true, (path, content) => {
        return writeFile(path, content.subarray(0, content.length / 2), { flag: 'wx' }).catch(() => undefined)
      }),
      moveFile: guarded(quick.moveFile, true),
      makeDirectory: guarded(quick.makeDirectory, true),
      removeFile: guarded(quick.removeFile, false),
      removeDirectory: guarded(quick.removeDirectory, false),
    }
  }
  const short: TrainPlan = { ensemble, ...trainSchedule({ steps: 4, checkpointEvery: 2 }) }

  test('once: one message that says what to do, no half-written file, and either nothing or a run to go on with', async () => {
    const whole = join(folder, 'whole')
    await trainIntoRun(whole, short, options)
    const expected = await hashes(whole)
    let kept = 0
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, `run-${failAt}`)
      const fileSystem = failingAt(failAt, calls, false)
      const error = await trainIntoRun(path, short, { ...options, fileSystem }).catch((failure: unknown) => failure)
      if (calls.count < failAt) break
      expect(error).toBeInstanceOf(CannotWriteError)
      expect((error as Error).message).toMatch(/: the disk is full; free some space or choose another folder$/)
      const left = await readdir(path, { recursive: true }).catch(() => undefined)
      if (left !== undefined) {
        kept++
        expect(left.filter((name) => name.split('/').at(-1)!.startsWith('.'))).toEqual([])
        expect((await openRun(path)).state).toBe('interrupted')
        expect((await checkRun(path)).whole).toBe(true)
      }
      await trainIntoRun(path, short, options)
      expect(await hashes(path)).toEqual(expected)
    }
    expect(kept).toBeGreaterThan(3)
  }, 30_000)

  test('for good, as when the process is killed there: the next one cleans up and goes on', async () => {
    const whole = join(folder, 'whole')
    await trainIntoRun(whole, short, options)
    const expected = await hashes(whole)
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, `run-${failAt}`)
      const fileSystem = failingAt(failAt, calls, true)
      await trainIntoRun(path, short, { ...options, fileSystem }).catch(() => undefined)
      if (calls.count < failAt) break
      // Time passes: a lock that was half-written is believed for a moment only.
      await utimes(join(path, '.lock'), 0, 0).catch(() => undefined)
      await trainIntoRun(path, short, options)
      expect(await hashes(path)).toEqual(expected)
      const hidden = (await readdir(path, { recursive: true })).filter((name) =>
        name.split('/').at(-1)!.startsWith('.'),
      )
      expect(hidden).toEqual([])
    }
  }, 30_000)
})

describe('what cannot be trained or gone on with is refused before anything is made', () => {
  test('an ensemble that the backend does not support', async () => {
    const backend: Backend = { ...reference(), supports: () => ({ supported: false, reason: 'too large' }) }
    await expect(trainIntoRun(join(folder, 'run'), plan, { ...options, backend })).rejects.toThrow(
      UnsupportedEnsembleError,
    )
    expect(await readdir(folder)).toEqual([])
  })

  test('a backend that cannot open: the folder is deleted again', async () => {
    const backend: Backend = { ...reference(), open: () => Promise.reject(new Error('no device')) }
    await expect(trainIntoRun(join(folder, 'run'), plan, { ...options, backend })).rejects.toThrow('no device')
    expect(await readdir(folder)).toEqual([])
  })

  test('a run of another kind', async () => {
    const path = join(folder, 'run')
    const request = { spec: { kind: 'reproduce' }, seed: 1, backend: 'reference', precision: 'float64' }
    const created = await createRun(path, request, options)
    if (created.found === 'finished') throw new Error('finished')
    await created.run.stop({ keep: true })
    const resuming = resumeRun(path, { backend: reference, packageVersions: {} })
    await expect(resuming).rejects.toThrow(InvalidFileError)
    await expect(resuming).rejects.toThrow(`${join(path, 'run.json')}: invalid spec.kind`)
  })

  test('a run whose samples were changed since', async () => {
    const path = join(folder, 'run')
    const abort = new AbortController()
    const onEvent = (event: TrainEvent): void => {
      if (event.type === 'checkpoint' && event.step === 6) abort.abort('stop')
    }
    await expect(trainIntoRun(path, plan, { ...options, signal: abort.signal, onEvent })).rejects.toBe('stop')
    const samples = (await readdir(path)).find((name) => name.startsWith('batches-'))!
    await appendFile(join(path, samples), 'x')
    await expect(resumeRun(path, { backend: reference, packageVersions: {} })).rejects.toThrow(
      `${samples}: invalid SHA-256`,
    )
  })
})
