/**
 * Who is at work on something: a lease file, renewed by a heartbeat, that any process of any host may take over once it is dead.
 * The lease `NAME` is the file `NAME-1`; whoever takes over a dead `NAME-n` makes `NAME-(n + 1)`, which only one can, and the
 * highest number holds. A lease is dead when its process is gone (seen at once where process ids mean the same), or when an
 * observer has watched it for the whole expiry time and it did not change: clocks of hosts are never compared.
 */
import { randomUUID } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { cannotWrite } from './cannot-write-error.js'
import { type FileSystem, systemCode } from './file-system.js'
import { startHeartbeat } from './heartbeat.js'
import { openPlainFile, readWhole } from './plain-file.js'
import { isProcessAlive, processSpace, processStart } from './process-life.js'

/** The right to train a task, renewed until it is released. */
export interface Lease {
  /** To be called right before anything is moved into place. @throws {LeaseLostError} when it is no longer held. */
  readonly check: () => Promise<void>
  /** Gives it up. May be called again, and when it was lost. */
  readonly release: () => Promise<void>
}

/** Takes leases, and watches those of others. */
export interface Leases {
  /**
   * Takes a lease whose folder exists; undefined while another holds it. Asking again and again is how dead leases are found.
   *
   * @throws {CannotWriteError} when the disk does not take it.
   */
  readonly take: (path: string) => Promise<Lease | undefined>
  /** How long to wait between two tries. */
  readonly retrySeconds: number
}

/** Another process has taken the lease over, for this one seemed dead. What it was for is the other's now. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
  readonly category = 'resources'
  constructor(readonly path: string) {
    super(`${path} was taken over by another process; this one was stopped or could not renew it`)
  }
}

/** A larger file is no lease. */
const maximumLeaseBytes = 4096

/** How long a lease lasts without a renewal, unless it is set otherwise. */
export const defaultLeaseSeconds = 20

const leaseSchema = z.object({
  pid: z.int(),
  processStart: z.string().optional(),
  space: z.string().optional(),
  hostname: z.string(),
  token: z.string(),
})

/** A lease file as it was found. */
interface Found {
  readonly path: string
  readonly generation: number
  /** Undefined when it is gone since, empty or half-written. */
  readonly holder: z.infer<typeof leaseSchema> | undefined
  /** Changes with every renewal. */
  readonly fingerprint: string
}

/** @param leaseSeconds how long a lease lasts without a renewal, > 0; the same for all that share a run. */
export function createLeases(fileSystem: FileSystem, leaseSeconds: number = defaultLeaseSeconds): Leases {
  const watched = new Map<string, { fingerprint: string; milliseconds: number; lookedAt: number }>()
  const milliseconds = leaseSeconds * 1000

  /** Time counts only in short pieces: who was stopped itself has not watched. */
  const hasExpired = ({ path, fingerprint }: Found): boolean => {
    const now = performance.now()
    const known = watched.get(path)
    if (known?.fingerprint !== fingerprint) {
      watched.set(path, { fingerprint, milliseconds: 0, lookedAt: now })
      return false
    }
    known.milliseconds += Math.min(now - known.lookedAt, milliseconds / 4)
    known.lookedAt = now
    return known.milliseconds >= milliseconds
  }

  const take = async (path: string): Promise<Lease | undefined> => {
    const older = await generationsOf(path)
    const newest = older.at(-1) ?? 0
    if (newest > 0) {
      const found = await findLease(path, newest)
      if (!(await isProcessGone(found)) && !hasExpired(found)) return undefined
      watched.delete(found.path)
    }
    const own = `${path}-${newest + 1}`
    const token = randomUUID()
    const [space, start] = [await processSpace(), await processStart(process.pid)]
    const content = { pid: process.pid, processStart: start, space, hostname: hostname(), token }
    if (!(await makeIfAbsent(own, JSON.stringify(content), fileSystem))) return undefined
    for (const generation of older) await fileSystem.removeFile(`${path}-${generation}`).catch(() => undefined)
    const stopHeartbeat = startHeartbeat(own, token, milliseconds / 5)
    const isHeld = async (): Promise<boolean> => {
      if ((await generationsOf(path)).at(-1) !== newest + 1) return false
      return (await findLease(path, newest + 1)).holder?.token === token
    }
    const lease: Lease = {
      async check() {
        if (!(await isHeld())) throw new LeaseLostError(path)
      },
      async release() {
        stopHeartbeat()
        if ((await findLease(path, newest + 1)).holder?.token !== token) return
        await fileSystem.removeFile(own).catch(() => undefined)
      },
    }
    if (await isHeld()) return lease
    await lease.release()
    return undefined
  }
  return { take, retrySeconds: Math.min(1, leaseSeconds / 5) }
}

/** Waits for a lease. @throws the signal's reason. */
export async function waitForLease(leases: Leases, path: string, signal?: AbortSignal): Promise<Lease> {
  for (;;) {
    const lease = await leases.take(path)
    if (lease !== undefined) return lease
    await pause(leases.retrySeconds, signal)
  }
}

/** @param sooner ends it early. @throws the signal's reason, at once. */
export async function pause(seconds: number, signal?: AbortSignal, sooner?: Promise<unknown>): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, seconds * 1000)
    signal?.addEventListener('abort', end)
    void sooner?.then(end)
  })
  signal?.throwIfAborted()
}

/** Whether a file name is that of a lease. */
export function isLeaseName(name: string): boolean {
  return /^\..*\.lease-\d+$/.test(name)
}

/** Whether a lease file may have a holder at work: always, unless its process is known to be gone. Nobody is waited for. */
export async function mayBeHeld(file: string): Promise<boolean> {
  return (await holderOf(file)) !== undefined
}

/** Who may be at work by a lease file. */
export interface LeaseHolder {
  /** Undefined for one that is only beginning. */
  readonly process: { readonly host: string; readonly pid: number } | undefined
  /** Since when, in milliseconds since 1970 by the disk's clock. */
  readonly since?: number
}

/** Undefined when nobody is at work. */
export async function holderOf(file: string): Promise<LeaseHolder | undefined> {
  const [, path, generation] = /^(.*)-(\d+)$/.exec(file)!
  const found = await findLease(path!, Number(generation))
  if (await isProcessGone(found)) return undefined
  const { holder } = found
  const process = holder && { host: holder.hostname, pid: holder.pid }
  const facts = await stat(file).catch(() => undefined)
  return { process, ...(facts && { since: facts.birthtimeMs || facts.ctimeMs }) }
}

async function isProcessGone({ holder }: Found): Promise<boolean> {
  if (holder?.space === undefined || holder.space !== (await processSpace())) return false
  return !(await isProcessAlive(holder.pid, holder.processStart))
}

/** Numbers of the files of a lease, ascending. */
async function generationsOf(path: string): Promise<readonly number[]> {
  const prefix = `${basename(path)}-`
  const names = await readdir(dirname(path)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b)
}

/** Through an open file, which a network disk must not answer from its memory. */
async function findLease(lease: string, generation: number): Promise<Found> {
  const path = `${join(lease)}-${generation}`
  const file = await openPlainFile(path).catch(() => undefined)
  try {
    const size = (await file?.stat())?.size ?? 0
    const content = file && size <= maximumLeaseBytes ? new TextDecoder().decode(await readWhole(file)) : ''
    const time = (await file?.stat({ bigint: true }))?.mtimeNs
    return { path, generation, holder: parse(content), fingerprint: `${time} ${content}` }
  } finally {
    await file?.close()
  }
}

function parse(content: string): Found['holder'] {
  try {
    return leaseSchema.parse(JSON.parse(content))
  } catch {
    return undefined
  }
}

/** Makes a file unless there is one; true when it was made. */
async function makeIfAbsent(path: string, content: string, fileSystem: FileSystem): Promise<boolean> {
  try {
    await fileSystem.writeNewFile(path, new TextEncoder().encode(content))
    return true
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    throw cannotWrite(path, cause)
  }
}
