import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkRun } from './check-run.js'
import { hashesOf } from './disk.test-support.js'
import type { StoredTaskEvent } from './run-task.js'
import { runShared, type SharedRun } from './shared-run.test-support.js'
import { readTaskRecords } from './task-files.js'

/** One reproduce run and several processes: killed, stopped, at work at the same time. */

const long = { tasks: 1, steps: 2000, delay: 0, leaseSeconds: 20, checkpointSeconds: 10 }
let folder = ''
let whole = ''
let directory = ''
let expected: unknown
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-shared-'))
  whole = join(folder, 'whole')
  expected = (await runShared({ ...long, directory: whole })).experiments[0]!.numbers
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  directory = join(folder, 'run')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

interface Line {
  readonly type: StoredTaskEvent['type'] | 'end'
  readonly step?: number
  readonly task?: string
  readonly numbers?: unknown
}

/** Such a run in a process of its own. */
class Worker {
  readonly lines: Line[] = []
  readonly #process: ChildProcessByStdio<null, Readable, null>
  readonly #ended: Promise<number | null>
  /** @param within a command that starts it, for example in namespaces of its own. */
  constructor(run: SharedRun, within: readonly string[] = []) {
    const program = fileURLToPath(new URL('shared-run.test-support.mjs', import.meta.url))
    const [command, ...args] = [...within, process.execPath, program, JSON.stringify(run)]
    this.#process = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface(this.#process.stdout)
    lines.on('line', (line) => this.lines.push(JSON.parse(line) as Line))
    this.#ended = new Promise((resolve) => lines.on('close', () => resolve(this.#process.exitCode)))
  }
  get name(): string {
    return `process ${this.#process.pid} on ${hostname()}`
  }
  async until(isIt: (line: Line) => boolean): Promise<void> {
    while (!this.lines.some(isIt)) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }
  /** The numbers that it came to. */
  async end(): Promise<unknown> {
    await this.#ended
    return this.lines.at(-1)?.numbers
  }
}

test('killed in the middle of a long task, a run resumes at its checkpoint and ends with the same bytes', async () => {
  const run = { ...long, directory, delay: 40, checkpointSeconds: 0.1 }
  const worker = new Worker(run)
  await worker.until(({ type, step = 0 }) => type === 'checkpoint' && step >= 800)
  worker.signal('SIGKILL')
  await worker.end()
  const kept = worker.lines.filter(({ type }) => type === 'checkpoint').at(-1)!.step!
  const starts: number[] = []
  const { status, experiments } = await runShared(
    { ...run, delay: 0 },
    { onEvent: (event) => event.type === 'run-start' && starts.push(event.step) },
  )
  expect(status).toBe('interrupted')
  expect(starts).toHaveLength(1)
  expect(starts[0]).toBeGreaterThanOrEqual(kept)
  expect(starts[0]).toBeLessThan(run.steps)
  expect(experiments[0]!.numbers).toEqual(expected)
  expect(await hashesOf(directory)).toEqual(await hashesOf(whole))
  expect(await checkRun(directory)).toMatchObject({ whole: true, unlisted: [] })
})

test('two processes share the tasks of a run: none is trained twice, and both come to the same results', async () => {
  const run = { ...long, directory, tasks: 6, steps: 600, delay: 80, leaseSeconds: 5 }
  const workers = [new Worker(run), new Worker(run)]
  const [one, other] = await Promise.all(workers.map((worker) => worker.end()))
  expect(one).toHaveLength(12)
  expect(other).toEqual(one)
  const records = await readTaskRecords(directory)
  const byWhom = [...records].map(([path, { worker }]) => [path.replace('shared/', ''), worker] as const)
  expect(byWhom.map(([task]) => task)).toEqual(['task-0', 'task-1', 'task-2', 'task-3', 'task-4', 'task-5'])
  for (const worker of workers) {
    const trained = worker.lines.filter(({ type }) => type === 'run-start').map(({ task }) => task)
    expect(trained).toEqual(byWhom.filter(([, by]) => by === worker.name).map(([task]) => task))
    expect(trained.length).toBeGreaterThan(0)
  }
  expect(await checkRun(directory)).toMatchObject({ whole: true, unlisted: [] })
})

const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
const canContain = spawnSync(container[0]!, [...container.slice(1), 'true']).status === 0
test.skipIf(!canContain)(
  'containers of one host name share a run: the number of a process in one is nothing to the other (needs the right to make one)',
  async () => {
    const run = { ...long, directory, delay: 40 }
    const worker = new Worker(run, container)
    await worker.until(({ type }) => type === 'run-start')
    const starts: number[] = []
    const { experiments } = await runShared(run, {
      onEvent: (event) => event.type === 'run-start' && starts.push(event.step),
    })
    expect(starts, 'never trained here').toEqual([])
    expect([await worker.end(), experiments[0]!.numbers]).toEqual([expected, expected])
    expect(await hashesOf(directory)).toEqual(await hashesOf(whole))
  },
  60_000,
)

test('the lease of a host that died expires, and its task is taken over', async () => {
  const run = { ...long, directory, leaseSeconds: 0.5 }
  await mkdir(join(directory, 'shared', 'task-0'), { recursive: true })
  await writeFile(
    join(directory, 'shared', 'task-0', '.task.lease-1'),
    JSON.stringify({ pid: 1, space: 'another boot', hostname: 'elsewhere', token: 'x' }),
  )
  await writeFile(join(directory, 'run.json'), await runningRecord())
  const begun = performance.now()
  let waits = 0
  const { experiments } = await runShared(run, { onWait: () => waits++ })
  expect(waits).toBe(1)
  expect(performance.now() - begun).toBeGreaterThan(450)
  expect(experiments[0]!.numbers).toEqual(expected)
  expect(await hashesOf(directory)).toEqual(await hashesOf(whole))
})

/** run.json as it is before the run is finished. */
async function runningRecord(): Promise<string> {
  const record = JSON.parse(await readFile(join(whole, 'run.json'), 'utf8')) as object
  return JSON.stringify({ ...record, status: 'running', finishedAt: null, files: {}, tasks: null, secondsByPart: {} })
}

test('a process that was stopped for too long writes nothing for the task that it lost', async () => {
  const run = { ...long, directory, delay: 40, leaseSeconds: 0.5, checkpointSeconds: 0.1 }
  const stopped = new Worker(run)
  await stopped.until(({ type, step = 0 }) => type === 'checkpoint' && step >= 200)
  stopped.signal('SIGSTOP')
  let before = 0
  const starts: number[] = []
  const { experiments } = await runShared(
    { ...run, delay: 80 },
    {
      onEvent(event) {
        if (event.type === 'run-start') {
          starts.push(event.step)
          // Now both are at work on it.
          before = stopped.lines.length
          stopped.signal('SIGCONT')
        }
      },
    },
  )
  expect(await stopped.end()).toEqual(expected)
  expect(experiments[0]!.numbers).toEqual(expected)
  expect(starts).toHaveLength(1)
  expect(starts[0]).toBeGreaterThanOrEqual(200)
  // Without another checkpoint it noticed, waited, and read what the other had made.
  const after = stopped.lines.slice(before).map(({ type }) => type)
  expect(after.filter((type) => type !== 'parameters')).toEqual(['task-reuse', 'run-end', 'end'])
  const { worker } = (await readTaskRecords(directory)).get('shared/task-0')!
  expect(worker).toBe(`process ${process.pid} on ${hostname()}`)
  expect(await hashesOf(directory)).toEqual(await hashesOf(whole))
})
