import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunRequest, writeSafetensors } from '@digon/formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { createRun } from './create-run.js'
import { finishRun } from './finish-run.js'
import { openRun } from './open-run.js'
import { NotARunError, RunDamagedError } from './run-errors.js'

let folder = ''
let path = ''
const spec = { kind: 'reproduce', experiments: ['intro'], preset: 'quick', seed: 0, seeds: 1 } as const
const request: RunRequest = { spec, backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }
const weights = writeSafetensors({ W: { shape: [2], values: new Float32Array(2) } })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-open-'))
  path = join(folder, 'run')
  const run = await createRun(path, request, { packageVersions: {} })
  await finishRun(run, {
    packageVersions: {},
    writeFiles: async (write) => {
      await write('weights.safetensors', weights)
      await write('sub/a.txt', 'hello')
    },
  })
})
afterEach(() => rm(folder, { recursive: true }))

test('what is no run is said to be none', async () => {
  await expect(openRun(join(folder, 'none'))).rejects.toThrow(NotARunError)
  await expect(openRun(join(folder, 'none'))).rejects.toThrow(
    'is not a run: no such folder; expected a folder that digon',
  )
  await expect(openRun(folder)).rejects.toThrow(`${folder} is not a run: no run.json in it`)
  await expect(openRun(join(path, 'run.json'))).rejects.toThrow('is not a run: a file')
  await rm(join(path, 'run.json'))
  await symlink('/etc/passwd', join(path, 'run.json'))
  await expect(openRun(path)).rejects.toThrow(`${join(path, 'run.json')}: invalid path: a symbolic link`)
})

describe('a finished run', () => {
  test('gives its files, and only them', async () => {
    await writeFile(join(path, 'stray'), '')
    const run = await openRun(path)
    expect(run.state).toBe('finished')
    expect(await run.read('weights.safetensors')).toEqual(weights)
    await expect(run.read('stray')).rejects.toThrow('stray: invalid path: not a file of the run')
    await expect(run.read('__proto__')).rejects.toThrow('not a file of the run')
    await expect(run.read('../run/weights.safetensors')).rejects.toThrow('not a file of the run')
  })

  test('is whole, files that are not its own named beside', async () => {
    await writeFile(join(path, 'sub', 'stray'), '')
    const check = await checkRun(path)
    expect(check).toMatchObject({ directory: path, state: 'finished', whole: true, unlisted: ['sub/stray'] })
    expect(check.files).toEqual([
      { path: 'sub/a.txt', problem: undefined },
      { path: 'weights.safetensors', problem: undefined },
    ])
  })

  const damages: readonly [what: string, damage: () => Promise<void>, problem: RegExp][] = [
    ['cut off', () => truncate(join(path, 'sub/a.txt'), 3), /^size: 3 bytes; expected 5$/],
    ['grown', () => writeFile(join(path, 'sub/a.txt'), 'hello!'), /^size: 6 bytes; expected 5$/],
    [
      'changed in one bit',
      () => writeFile(join(path, 'sub/a.txt'), 'hellO'),
      /^SHA-256: [0-9a-f]{64}; expected [0-9a-f]{64}$/,
    ],
    ['missing', () => rm(join(path, 'sub/a.txt')), /^path: no such file$/],
    [
      'a link',
      async () => {
        await rm(join(path, 'sub/a.txt'))
        await symlink('../weights.safetensors', join(path, 'sub/a.txt'))
      },
      /^path: a symbolic link/,
    ],
  ]
  test.each(damages)('with a file that is %s is damaged', async (_, damage, problem) => {
    await damage()
    const check = await checkRun(path)
    expect(check.whole).toBe(false)
    expect(check.files.find((file) => file.path === 'sub/a.txt')!.problem).toMatch(problem)
    const run = await openRun(path)
    await expect(run.read('sub/a.txt')).rejects.toThrow(RunDamagedError)
    await expect(run.read('sub/a.txt')).rejects.toThrow(`${join(path, 'sub/a.txt')} is damaged: `)
  })
})

test('the files of a run that is not finished are checked by what they are', async () => {
  const other = join(folder, 'other')
  await createRun(other, request, { packageVersions: {} })
  await writeFile(join(other, 'good.safetensors'), weights)
  await writeFile(join(other, 'cut.safetensors'), weights.subarray(0, weights.length - 1))
  for (const name of ['noise.parquet', 'noise.npz', 'task.json', 'note.txt'])
    await writeFile(join(other, name), 'noise')
  const check = await checkRun(other)
  expect(check).toMatchObject({ state: 'interrupted', whole: false, unlisted: [] })
  expect(check.files.filter(({ problem }) => problem !== undefined).map(({ path }) => path)).toEqual([
    'cut.safetensors',
    'noise.npz',
    'noise.parquet',
    'task.json',
  ])
  expect(check.files).toHaveLength(6)
})
