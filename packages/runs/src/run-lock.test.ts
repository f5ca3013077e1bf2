import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFileSystem } from './file-system.js'
import { RunLockedError } from './run-errors.js'
import { isRunLocked, lockName, lockRun } from './run-lock.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The number of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

async function lockOf(change: Record<string, unknown>): Promise<void> {
  const lock = { pid: process.pid, threadId: 0, hostname: hostname(), token: 'x', since: '2026-01-31T12:00:00.000Z' }
  await writeFile(join(folder, lockName), JSON.stringify({ ...lock, ...change }))
}

test('a folder has one writer; the second is told who the first is and what to do', async () => {
  const lock = await lockRun(folder, nodeFileSystem)
  expect(await isRunLocked(folder)).toBe(true)
  await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow(RunLockedError)
  await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow(
    new RegExp(
      `^${folder} is being written by process ${process.pid} on .*; wait for it, or delete ${folder}/.lock if it is gone$`,
    ),
  )
  await lock.release()
  expect(await isRunLocked(folder)).toBe(false)
  expect(await readdir(folder)).toEqual([])
  await (await lockRun(folder, nodeFileSystem)).release()
})

test('releasing twice does not free what another has taken meanwhile', async () => {
  const first = await lockRun(folder, nodeFileSystem)
  await first.release()
  const second = await lockRun(folder, nodeFileSystem)
  await first.release()
  expect(await isRunLocked(folder)).toBe(true)
  await second.release()
})

describe('a lock whose process is gone is taken over', () => {
  test('when the process has ended', async () => {
    await lockOf({ pid: deadPid() })
    expect(await isRunLocked(folder)).toBe(false)
    const lock = await lockRun(folder, nodeFileSystem)
    expect(JSON.parse(await readFile(join(folder, lockName), 'utf8'))).toMatchObject({ pid: process.pid })
    await lock.release()
    expect(await readdir(folder)).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')('when its number belongs to another process now (Linux only)', async () => {
    await lockOf({ pid: process.ppid, processStart: '1' })
    expect(await isRunLocked(folder)).toBe(false)
    await (await lockRun(folder, nodeFileSystem)).release()
  })

  test('when this process has its number from an earlier life, as in a restarted container', async () => {
    await lockOf({ token: 'of an earlier life' })
    expect(await isRunLocked(folder)).toBe(false)
    await (await lockRun(folder, nodeFileSystem)).release()
  })

  test('when it cannot be read and is older than a moment', async () => {
    await writeFile(join(folder, lockName), '')
    await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow('an unknown process')
    await utimes(join(folder, lockName), new Date(0), new Date(0))
    await (await lockRun(folder, nodeFileSystem)).release()
  })
})

describe('a lock is believed', () => {
  test('when its process lives', async () => {
    await lockOf({ pid: process.ppid })
    await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow(`process ${process.ppid} on ${hostname()}`)
  })

  test('when it is another machine’s', async () => {
    await lockOf({ hostname: 'elsewhere', pid: deadPid() })
    await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow('on elsewhere, since 2026-01-31T12:00:00.000Z')
  })

  test('when it is another thread’s of this process', async () => {
    await lockOf({ threadId: 999 })
    await expect(lockRun(folder, nodeFileSystem)).rejects.toThrow(RunLockedError)
  })
})

test('of many that come at once to a stale lock, one gets the folder', async () => {
  for (let round = 0; round < 5; round++) {
    await lockOf({ pid: deadPid() })
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(folder, nodeFileSystem)))
    const won = tries.filter((result) => result.status === 'fulfilled')
    expect(won).toHaveLength(1)
    for (const lost of tries) {
      if (lost.status === 'rejected') expect(lost.reason).toBeInstanceOf(RunLockedError)
    }
    await won[0]!.value.release()
    expect(await readdir(folder)).toEqual([])
  }
})

test('a folder that cannot be written is a disk problem, not a lock', async () => {
  const full = {
    ...nodeFileSystem,
    writeNewFile: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })),
  }
  await expect(lockRun(folder, full)).rejects.toThrow(`cannot write ${join(folder, lockName)}: the disk is full`)
  expect(await isRunLocked(folder)).toBe(false)
})
