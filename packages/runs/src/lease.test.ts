import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFileSystem } from './file-system.js'
import { createLeases, holderOf, type Lease, LeaseLostError, mayBeHeld, waitForLease } from './lease.js'
import { processSpace } from './process-life.js'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-lease-'))
  path = join(folder, '.x.lease')
})
afterEach(() => rm(folder, { recursive: true }))

const seconds = 0.3
/** As another process has them: what it has watched is its own. */
const others = () => createLeases(nodeFileSystem, seconds)

/** A lease file as some process wrote it. */
async function leaseOf(change: Record<string, unknown>, generation = 1): Promise<string> {
  const lease = { pid: process.pid, space: await processSpace(), hostname: hostname(), token: 'x', ...change }
  await writeFile(`${path}-${generation}`, JSON.stringify(lease))
  return `${path}-${generation}`
}
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

/** Asks until it gets the lease. */
async function taken(leases = others()): Promise<{ lease: Lease; waited: number }> {
  const begun = performance.now()
  const lease = await waitForLease(leases, path)
  return { lease, waited: (performance.now() - begun) / 1000 }
}

test('one holds it at a time; given up, the next gets it', async () => {
  const lease = await others().take(path)
  expect(await others().take(path)).toBeUndefined()
  await lease!.check()
  await lease!.release()
  await lease!.release()
  expect(await readdir(folder)).toEqual([])
  const next = await others().take(path)
  await lease!.release()
  await next!.check()
  await next!.release()
})

test('it is renewed although the main thread does not come to it, and not taken over while it is', async () => {
  const lease = await others().take(path)
  await sleep(100)
  const before = (await stat(`${path}-1`)).mtimeMs
  const until = performance.now() + 1000 * seconds * 1.5
  while (performance.now() < until);
  expect((await stat(`${path}-1`)).mtimeMs - before).toBeGreaterThan(1000 * seconds)
  const observer = others()
  for (let k = 0; k < 12; k++) {
    expect(await observer.take(path)).toBeUndefined()
    await sleep(50)
  }
  await lease!.check()
  await lease!.release()
})

test.each([
  ['another namespace of this boot', { space: 'this boot pid:[1]' }],
  ['a system that does not say where its numbers count', { space: undefined }],
])('a number of %s says nothing of its process, however dead it is here: only watching does', async (_, where) => {
  await leaseOf({ pid: deadPid(), ...where })
  expect(await mayBeHeld(`${path}-1`)).toBe(true)
  expect(await others().take(path)).toBeUndefined()
  expect((await taken()).waited).toBeGreaterThan(seconds * 0.9)
})

describe('a dead lease is taken over', () => {
  test('at once when its process has ended', async () => {
    await leaseOf({ pid: deadPid() })
    expect(await mayBeHeld(`${path}-1`)).toBe(false)
    const lease = await others().take(path)
    expect(await readdir(folder)).toEqual(['.x.lease-2'])
    await lease!.check()
    await lease!.release()
    expect(await readdir(folder)).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')(
    'at once when its number belongs to another process now (Linux only)',
    async () => {
      await leaseOf({ pid: process.ppid, processStart: '1' })
      await (await others().take(path))!.release()
    },
  )

  test.each([
    ['of another host', { hostname: 'elsewhere', space: 'another boot', pid: 1 }],
    ['of a process that lives but does not renew it', {}],
  ])('%s, when it did not change for the whole time, however old its file is', async (_, change) => {
    await leaseOf(change)
    expect(await mayBeHeld(`${path}-1`)).toBe(true)
    const { lease, waited } = await taken()
    expect(waited).toBeGreaterThanOrEqual(seconds * 0.9)
    expect(waited).toBeLessThan(seconds * 8)
    await lease.release()
  })

  test('that is empty or half-written, in the same way', async () => {
    for (const content of ['', '{"pid":']) {
      await writeFile(`${path}-1`, content)
      expect(await others().take(path)).toBeUndefined()
      await (await taken()).lease.release()
    }
  })

  test.skipIf(process.platform === 'win32')('that is a pipe or larger than any lease, without reading it', async () => {
    expect(spawnSync('mkfifo', [`${path}-1`]).status).toBe(0)
    expect(await holderOf(`${path}-1`)).toMatchObject({ process: undefined })
    await rm(`${path}-1`)
    await writeFile(`${path}-1`, JSON.stringify({ pid: 1, hostname: 'x'.repeat(5000), token: '' }))
    expect(await holderOf(`${path}-1`)).toMatchObject({ process: undefined })
    await (await taken()).lease.release()
  })

  test('but not by an observer that was stopped itself: time between two looks counts for little', async () => {
    await leaseOf({ space: 'another boot' })
    const observer = others()
    for (let look = 0; look < 2; look++) {
      expect(await observer.take(path)).toBeUndefined()
      await sleep(1000 * seconds * 1.2)
    }
    expect(await observer.take(path)).toBeUndefined()
  })
})

test('who lost it notices, and gives up nothing of the new holder', async () => {
  const [first, second] = [others(), others()]
  const lost = await first.take(path)
  // As if the first had been stopped for too long: its file does not change any more.
  const text = await readFile(`${path}-1`, 'utf8')
  await rm(`${path}-1`)
  await writeFile(`${path}-1`, text.replace(/"pid":\d+/, `"pid":${deadPid()}`))
  const holder = await second.take(path)
  await expect(lost!.check()).rejects.toThrow(LeaseLostError)
  await expect(lost!.check()).rejects.toThrow(`${path} was taken over by another process`)
  await lost!.release()
  await holder!.check()
  expect(await readdir(folder)).toEqual(['.x.lease-2'])
  await holder!.release()
  await expect(lost!.check()).rejects.toThrow(LeaseLostError)
})

test('of many that come at once to a dead lease, one gets it', async () => {
  for (let round = 1; round < 6; round++) {
    await leaseOf({ pid: deadPid() }, round)
    const tries = await Promise.all(Array.from({ length: 8 }, () => others().take(path)))
    const won = tries.filter((lease) => lease !== undefined)
    expect(won).toHaveLength(1)
    await won[0]!.check()
    await won[0]!.release()
    expect(await readdir(folder)).toEqual([])
  }
})

test('a folder that cannot be written is a disk problem', async () => {
  const writeNewFile = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' }))
  const full = createLeases({ ...nodeFileSystem, writeNewFile }, seconds)
  await expect(full.take(path)).rejects.toThrow(`cannot write ${path}-1: the disk is full`)
})

test('waiting for one ends at once when the signal is aborted', async () => {
  const lease = await others().take(path)
  const abort = new AbortController()
  const waiting = waitForLease(createLeases(nodeFileSystem, 20), path, abort.signal)
  setTimeout(() => abort.abort('enough'), 20)
  await expect(waiting).rejects.toBe('enough')
  await lease!.release()
})
