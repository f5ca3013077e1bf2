import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference } from '@digon/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quickFileSystem } from './disk.test-support.js'
import { runAround } from './run-around.js'
import { trainRun } from './train-run.js'
import { openOutput } from './write-output.js'

let folder = ''
let run = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-around-'))
  run = join(folder, 'run')
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { count: 1, seed: 1, data: { probability: 0.5 } },
  })
  const task = { ...scheduledTask(ensemble, { steps: 2, checkpointEvery: 2 }), record: [1] }
  await trainRun(run, task, { backend: reference(), packageVersions: {}, fileSystem: quickFileSystem })
})
afterAll(() => rm(folder, { recursive: true }))

test.each(['weights.safetensors', 'recorded/1.safetensors', 'checkpoints/2.safetensors', 'history.parquet'])(
  '%s belongs to its run, behind a link as well',
  async (path) => {
    const link = join(folder, `link-to-${path.replace('/', '-')}`)
    await symlink(join(run, path), link)
    for (const file of [join(run, path), link]) {
      const around = await runAround(file)
      expect(around).toMatchObject({ path, run: { directory: run, state: 'finished' } })
      expect(await around!.run.has(path)).toBe(true)
    }
  },
)

test('a file that the run does not list, or that lies in no run or in something that only looks like one, belongs to none', async () => {
  await writeFile(join(run, 'stray'), '')
  await mkdir(join(folder, 'other'))
  await writeFile(join(folder, 'other', 'run.json'), '{"name": "of another program"}')
  await writeFile(join(folder, 'other', 'weights.safetensors'), '')
  const { run: found, path } = (await runAround(join(run, 'stray')))!
  expect([path, await found.has(path)]).toEqual(['stray', false])
  expect(await runAround(join(folder, 'other', 'weights.safetensors'))).toBeUndefined()
  await expect(runAround(join(folder, 'none'))).rejects.toThrow(`cannot read ${join(folder, 'none')}: no such file`)
})

test('an output never changes a file of a run; the same again is no change', async () => {
  for (const name of ['history.parquet', 'task.json', 'run.json', 'checkpoints/2.safetensors']) {
    const path = join(run, name)
    const before = await readFile(path)
    await (await openOutput(path)).write(before)
    await expect((await openOutput(path)).write('other')).rejects.toMatchObject({
      category: 'input',
      message: `cannot write ${path}: it belongs to the run ${run}, and would be another one; choose another folder`,
    })
    expect(await readFile(path)).toEqual(before)
  }
  await (await openOutput(join(run, 'figures.svg'))).write('beside it')
  expect(await readFile(join(run, 'figures.svg'), 'utf8')).toBe('beside it')
})
