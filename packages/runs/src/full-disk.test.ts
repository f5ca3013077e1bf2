import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference } from '@digon/model'
import { afterAll, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { makeFolder } from './make-folder.js'
import { openRun } from './open-run.js'
import { type TrainRunOptions, trainRun } from './train-run.js'
import { writeFileWhole } from './write-file-whole.js'
import { openOutput } from './write-output.js'

/** The same failures as in the simulated tests, on disks that are really full or read-only. */

const options: TrainRunOptions = { backend: reference(), packageVersions: {} }

/** A run of about 40 kB a checkpoint. */
const ensemble = defineEnsemble({
  model: { featureCount: 80, hiddenSize: 20 },
  batchSize: 1,
  members: { seed: 1, data: { probability: 0.01 } },
})
const task = scheduledTask(ensemble, { steps: 10 })

const mountPoint = mkdtempSync(join(tmpdir(), 'digon-disk-'))
const mount = (...given: string[]): boolean => spawnSync('mount', [...given, mountPoint]).status === 0
const canMount = mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs')
afterAll(async () => {
  if (canMount) spawnSync('umount', [mountPoint])
  await rmdir(mountPoint)
})

describe.skipIf(!canMount)('on a disk of 256 kB (needs the right to mount one)', () => {
  test('a run that does not fit keeps the checkpoints that did, all whole, and says what to do', async () => {
    const path = join(mountPoint, 'run')
    const training = trainRun(path, task, options)
    await expect(training).rejects.toThrow(CannotWriteError)
    await expect(training).rejects.toThrow(': the disk is full; free some space or choose another folder')
    expect((await openRun(path)).state).toBe('interrupted')
    const left = await readdir(path, { recursive: true })
    expect(left.filter((name) => name.split('/').at(-1)!.startsWith('.'))).toEqual([])
    expect(left).toContain('checkpoints/1.safetensors')
  })

  test('a run that does not fit at all leaves nothing', async () => {
    const path = join(mountPoint, 'second')
    const filler = join(mountPoint, 'filler')
    for (let size = 2 ** 18; size >= 512; size /= 2) {
      await writeFileWhole(`${filler}-${size}`, new Uint8Array(size)).catch(() => undefined)
    }
    const training = trainRun(path, task, options)
    await expect(training).rejects.toThrow(': the disk is full; free some space or choose another folder')
    expect(await readdir(mountPoint)).not.toContain('second')
  })

  test('read-only: no run is made, and the reason given', async () => {
    await mkdir(join(mountPoint, 'empty'))
    expect(mount('-o', 'remount,ro')).toBe(true)
    const message = ': the file system is read-only; choose another folder'
    await expect(trainRun(join(mountPoint, 'third'), task, options)).rejects.toThrow(message)
    await expect(trainRun(join(mountPoint, 'empty'), task, options)).rejects.toThrow(message)
    await expect(writeFileWhole(join(mountPoint, 'x'), '')).rejects.toThrow(message)
    await expect(openOutput(join(mountPoint, 'x'))).rejects.toThrow(message)
    await expect(makeFolder(join(mountPoint, 'a', 'b'))).rejects.toThrow(message)
    expect(await makeFolder(join(mountPoint, 'empty'))).toEqual([])
  })
})
