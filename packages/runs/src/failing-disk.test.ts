import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromDense } from '@digon/data'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference } from '@digon/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { checkRun } from './check-run.js'
import { hashesOf, quickFileSystem } from './disk.test-support.js'
import type { FileSystem } from './file-system.js'
import { openRun } from './open-run.js'
import { runShared } from './shared-run.test-support.js'
import { type TrainRunOptions, trainRun } from './train-run.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-failing-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 2,
  members: [
    { seed: 1, data: { probability: 0.5 } },
    { seed: 2, data: { kind: 'batches', batches: [fromDense([1, 0, 0, 0, 0, 0.5, 0.25, 0], 2, 4)] } },
  ],
})
const options: TrainRunOptions = { backend: reference(), packageVersions: {}, fileSystem: quickFileSystem }

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
      writeNewFile: guarded(quickFileSystem.writeNewFile, true, (path, content) => {
        return writeFile(path, content.subarray(0, content.length / 2), { flag: 'wx' }).catch(() => undefined)
      }),
      moveFile: guarded(quickFileSystem.moveFile, true),
      makeDirectory: guarded(quickFileSystem.makeDirectory, true),
      removeFile: guarded(quickFileSystem.removeFile, false),
      removeDirectory: guarded(quickFileSystem.removeDirectory, false),
    }
  }
  const short = scheduledTask(ensemble, { steps: 4, checkpointEvery: 2 })

  test('once: one message that says what to do, no half-written file, and either nothing or a run to go on with', async () => {
    const whole = join(folder, 'whole')
    await trainRun(whole, short, options)
    const expected = await hashesOf(whole)
    let kept = 0
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, `run-${failAt}`)
      const fileSystem = failingAt(failAt, calls, false)
      const error = await trainRun(path, short, { ...options, fileSystem }).catch((failure: unknown) => failure)
      if (calls.count < failAt) break
      expect(error).toBeInstanceOf(CannotWriteError)
      expect((error as Error).message).toMatch(/: the disk is full; free some space or choose another folder$/)
      const left = await readdir(path, { recursive: true }).catch(() => undefined)
      if (left !== undefined) {
        kept++
        expect(left.filter((name) => name.split('/').at(-1)!.startsWith('.'))).toEqual([])
        expect((await openRun(path)).state).toBe('interrupted')
        expect((await checkRun(path)).files.filter(({ problem }) => problem !== undefined)).toEqual([])
      }
      await trainRun(path, short, options)
      expect(await hashesOf(path)).toEqual(expected)
    }
    expect(kept).toBeGreaterThan(3)
  })

  test('for good, as when a process is killed while it reproduces: the next one ends with the same results', async () => {
    const run = { tasks: 1, steps: 4, delay: 0, leaseSeconds: 0.05, checkpointSeconds: 10 }
    const whole = join(folder, 'whole')
    const { experiments } = await runShared({ ...run, directory: whole }, { fileSystem: quickFileSystem })
    const expected = await hashesOf(whole)
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, `run-${failAt}`)
      const fileSystem = failingAt(failAt, calls, true)
      await runShared({ ...run, directory: path }, { fileSystem }).catch(() => undefined)
      if (calls.count < failAt) break
      const again = await runShared({ ...run, directory: path }, { fileSystem: quickFileSystem })
      expect(again.experiments[0]!.numbers).toEqual(experiments[0]!.numbers)
      expect(await hashesOf(path)).toEqual(expected)
      expect(await checkRun(path)).toMatchObject({ whole: true, unlisted: [] })
    }
  })

  test('for good, as when the process is killed there: the next one cleans up and goes on', async () => {
    const whole = join(folder, 'whole')
    await trainRun(whole, short, options)
    const expected = await hashesOf(whole)
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, `run-${failAt}`)
      const fileSystem = failingAt(failAt, calls, true)
      await trainRun(path, short, { ...options, fileSystem }).catch(() => undefined)
      if (calls.count < failAt) break
      await trainRun(path, short, { ...options, leaseSeconds: 0.05 })
      expect(await hashesOf(path)).toEqual(expected)
      const hidden = (await readdir(path, { recursive: true })).filter((name) =>
        name.split('/').at(-1)!.startsWith('.'),
      )
      expect(hidden).toEqual([])
    }
  })
})
