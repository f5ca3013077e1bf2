import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference, type TrainingTask } from '@digon/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { hashesOf, quickFileSystem } from './disk.test-support.js'
import { filesBelow } from './folder-content.js'
import { openRun } from './open-run.js'
import { RunDamagedError } from './run-errors.js'
import { trainUntil } from './stopped-run.test-support.js'
import { type TrainRunOptions, trainRun } from './train-run.js'

/** What an unfinished task left behind is believed only when it is what that very task wrote. */

const options: TrainRunOptions = { backend: reference(), packageVersions: {}, fileSystem: quickFileSystem }

/** Equal in everything but the seed, so that the files of one could be taken for those of the other. */
function taskOf(seed: number): TrainingTask {
  const ensemble = defineEnsemble({
    model: { featureCount: 3, hiddenSize: 2 },
    batchSize: 2,
    members: { count: 2, seed, data: { probability: 0.5 } },
  })
  return scheduledTask(ensemble, { steps: 12, lossEvery: 2, checkpointEvery: 4, record: [0, 5] })
}

const folder = await mkdtemp(join(tmpdir(), 'digon-progress-'))
afterAll(() => rm(folder, { recursive: true }))
const path = (...names: readonly string[]) => join(folder, ...names)
let names: readonly string[] = []
let whole: Awaited<ReturnType<typeof hashesOf>> = {}

beforeAll(async () => {
  await trainRun(path('whole'), taskOf(1), options)
  whole = await hashesOf(path('whole'))
  for (const seed of [1, 2]) await trainUntil(9, path(`stopped-${seed}`), taskOf(seed), options)
  names = (await filesBelow(path('stopped-1'))).filter((name) => name !== 'task.json')
  expect(names).toEqual([
    'checkpoints/4.safetensors',
    'checkpoints/8.safetensors',
    'checkpoints/9.parquet',
    'checkpoints/9.safetensors',
    'recorded/0.safetensors',
    'recorded/5.safetensors',
  ])
})

/** A copy of the stopped run, changed, then resumed: the step that it went on from. */
async function resumed(change: (copy: string) => Promise<void>): Promise<number> {
  const copy = path('copy')
  await rm(copy, { recursive: true, force: true })
  await cp(path('stopped-1'), copy, { recursive: true })
  await change(copy)
  let from = -1
  await trainRun(copy, taskOf(1), {
    ...options,
    onEvent: (event) => {
      if (event.type === 'run-start') from = event.step
    },
  })
  expect(await hashesOf(copy)).toEqual(whole)
  return from
}

test('untouched, it is resumed from where it was stopped', async () => {
  expect(await resumed(async () => undefined)).toBe(9)
})

test('whichever byte of whichever file is changed, or however much of it is cut off, the result is that of a run without a stop', async () => {
  const damage = fc.record({ name: fc.nat(), at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }) })
  const kind = fc.oneof(fc.constant('cut'), fc.integer({ min: 1, max: 255 }))
  await fc.assert(
    fc.asyncProperty(damage, kind, async ({ name, at }, what) => {
      const chosen = names[name % names.length]!
      const from = await resumed(async (copy) => {
        const bytes = await readFile(join(copy, chosen))
        const place = Math.floor(at * bytes.length)
        if (typeof what === 'number') bytes[place]! ^= what
        const changed = typeof what === 'number' ? bytes : bytes.subarray(0, place)
        await writeFile(join(copy, chosen), changed)
        expect((await checkRun(copy)).files.find((file) => file.path === chosen)?.problem).toBeDefined()
        await expect((await openRun(copy)).read(chosen)).rejects.toThrow(RunDamagedError)
      })
      expect(from).toBeLessThan(9)
    }),
    { numRuns: 60 },
  )
})

test('whichever files are those of another task, the result is that of a run without a stop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), fc.boolean(), async (swapped, record) => {
      const taken = [...names.filter((_, index) => swapped[index]), ...(record ? ['task.json'] : [])]
      const from = await resumed(async (copy) => {
        for (const name of taken) await cp(path('stopped-2', name), join(copy, name))
      })
      if (taken.length > 0) expect(from).toBeLessThan(9)
    }),
    { numRuns: 40 },
  )
})
