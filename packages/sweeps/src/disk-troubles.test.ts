import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reference } from '@digon/model'
import { checkRun } from '@digon/runs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { planFrom } from './plan.test-support.js'
import { beginSweep, engineOf, finishSweep } from './sweep-run.js'
import { type WorkEvent, workOnSweep } from './work.js'

/**
 * What machines do to a sweep: the disk fills up, becomes read-only or goes away, the clock is set back, someone copies the folder.
 * The message says so, nothing is damaged, and when the trouble is over the sweep ends as if there had been none.
 */

/** Twelve tasks of about 20 kB. */
const plan = planFrom(`
model: { featureCount: 40, hiddenSize: 10 }
member: { data: { probability: 0.3 } }
axes:
  batch: { field: batchSize, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
  rate: { field: member.learningRate, values: [0.001, 0.01, 0.1] }
restarts: 4
seed: 5
steps: 3
evaluationSamples: 10
`)
const backend = reference()
const leaseSeconds = 1

let folder: string
let whole: Readonly<Record<string, string>>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-troubles-'))
  await run(join(folder, 'whole'))
  whole = resultsOf(join(folder, 'whole'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** From the beginning, or from where it stopped, to the end. @param onDone is told how many tasks are done. */
async function run(directory: string, onDone: (count: number) => void = () => undefined): Promise<void> {
  const begun = await beginSweep(directory, plan, { engine: engineOf(backend), packageVersions: {}, leaseSeconds })
  let count = 0
  const onEvent = ({ type }: WorkEvent): void => {
    if (type === 'done') onDone(++count)
  }
  await workOnSweep(begun.run.store, begun.sweep, { backend, engine: begun.engine, onEvent })
  expect(await finishSweep(begun, { packageVersions: {} })).toEqual([])
}

function resultsOf(directory: string): Readonly<Record<string, string>> {
  const paths = (readdirSync(directory, { recursive: true }) as string[]).sort()
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(directory, path)))
      .digest('hex')
  const results = paths.filter((path) => /\.(parquet|safetensors)$/.test(path))
  return Object.fromEntries(results.map((path) => [path, hashOf(path)]))
}

async function expectWhole(directory: string): Promise<void> {
  expect(resultsOf(directory)).toEqual(whole)
  expect((await checkRun(directory)).files.filter(({ problem }) => problem !== undefined)).toEqual([])
}

const mountPoint = mkdtempSync(join(tmpdir(), 'digon-disk-'))
const mount = (...given: string[]): boolean => spawnSync('mount', [...given, mountPoint]).status === 0
const unmount = () => spawnSync('umount', [mountPoint])
const canMount = mount('-t', 'tmpfs', '-o', 'size=1k', 'tmpfs')
if (canMount) unmount()
afterAll(() => rmSync(mountPoint, { recursive: true }))

describe.skipIf(!canMount)('on a small disk (needs the right to mount one)', () => {
  const directory = join(mountPoint, 'run')
  beforeEach(() => {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs')
  })
  afterEach(() => {
    unmount()
  })

  test('that is full the sweep stops and says so; with more space it goes on', async () => {
    await expect(run(directory)).rejects.toThrow(/^cannot write .*: the disk is full; free some space/)
    const names = readdirSync(directory, { recursive: true }) as string[]
    expect(names.filter((name) => name.endsWith('weights.safetensors')).length).toBeGreaterThan(0)
    expect(mount('-o', 'remount,size=4m')).toBe(true)
    await run(directory)
    await expectWhole(directory)
  })

  test('that becomes read-only the sweep stops and says so; made writable it goes on', async () => {
    mount('-o', 'remount,size=4m')
    const training = run(directory, (count) => {
      if (count === 3) expect(mount('-o', 'remount,ro')).toBe(true)
    })
    await expect(training).rejects.toThrow(/: the file system is read-only; choose another folder$/)
    mount('-o', 'remount,rw')
    await run(directory)
    await expectWhole(directory)
  })
})

test('a folder that goes away in the middle ends the sweep, is not made again, and continues when it is back', async () => {
  const [directory, away] = [join(folder, 'vanishes'), join(folder, 'away')]
  const training = run(directory, (count) => {
    if (count === 3) renameSync(directory, away)
  })
  await expect(training).rejects.toThrow(
    /^cannot (read .*vanishes: the folder is gone|write .*vanishes.* does not exist)/,
  )
  expect(existsSync(directory)).toBe(false)
  renameSync(away, directory)
  await run(directory)
  await expectWhole(directory)
})

test('a clock that is set back by a day changes nothing', async () => {
  const directory = join(folder, 'clock')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  try {
    await run(directory, (count) => {
      if (count === 3) vi.setSystemTime(Date.now() - 86_400_000)
    })
  } finally {
    vi.useRealTimers()
  }
  await expectWhole(directory)
})

test('every copy of the folder that is taken while the sweep runs continues to the same results', async () => {
  const directory = join(folder, 'copied')
  const copies: string[] = []
  mkdirSync(join(folder, 'copies'))
  await run(directory, (count) => {
    const copy = join(folder, 'copies', String(count))
    cpSync(directory, copy, { recursive: true })
    copies.push(copy)
  })
  expect(copies.length).toBe(12)
  for (const copy of copies.filter((_, index) => index % 4 === 1)) {
    await run(copy)
    await expectWhole(copy)
  }
})
