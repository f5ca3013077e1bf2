import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRun } from '@digon/runs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BundledProgram, bundleProgram } from '../bundled-program.test-support.js'
import { resultsOf } from '../sweep/results-of.test-support.js'
import { type Hosts, twoHosts } from './hosts.test-support.js'
import {
  hasPostgres,
  hasRedis,
  isRequired,
  postgres,
  postgresThatSays,
  redis,
  type Service,
  sleep,
} from './services.test-support.js'

/**
 * Sweeps whose tasks go through a queue, with workers and servers that are killed without a warning. Whatever happened, table and
 * weights are those of a sweep of one process, byte for byte: nothing is lost, nothing is there twice.
 */

const kills = Number(process.env.DIGON_KILLS ?? 20)
const plan = `
model: { featureCount: 2, hiddenSize: 1 }
member: { learningRate: 0.01 }
axes:
  batch: { field: batchSize, values: [56, 60, 64, 68, 72, 76] }
  density: { field: member.data.probability, values: [0.1, 0.2, 0.4, 0.8] }
restarts: 2
seed: 5
steps: 12000
evaluationSamples: 100
`
const trained = '48 of 48 models trained'
/** With characters that an address must have encoded. */
const password = 'kept-secret/@:%7'

let folder: string
let program: BundledProgram
let whole: Readonly<Record<string, string>>
const running = new Set<Running>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-queued-'))
  writeFileSync(join(folder, 'plan.yaml'), plan)
  program = await bundleProgram(['bullmq', 'ioredis', 'pg'])
  const sweep = start(['sweep', 'plan.yaml', '--out', 'whole', '--jobs', '2', '--backend', 'wasm'])
  expect([await sweep.code, sweep.said()]).toEqual([0, expect.stringContaining(trained)])
  whole = resultsOf(join(folder, 'whole'))
}, 300_000)
afterAll(async () => {
  for (const each of running) each.killTree()
  rmSync(folder, { recursive: true, force: true })
  await program.remove()
})

interface Running {
  readonly process: ChildProcess
  readonly code: Promise<number | null>
  readonly said: () => string
  readonly killTree: () => void
}

/** @param url of the queue, handed over where the list of processes does not show it. @param around a program that runs it. */
function start(args: readonly string[], url?: string, around: readonly string[] = []): Running {
  const command = [...around, process.execPath, program.path, ...args]
  const env = { ...process.env, ...(url !== undefined && { DIGON_QUEUE: url }) }
  const child = spawn(command[0]!, command.slice(1), {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout!.on('data', (text) => {
    said += text
  })
  child.stderr!.on('data', (text) => {
    said += text
  })
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const each: Running = {
    process: child,
    code,
    said: () => said,
    killTree() {
      try {
        process.kill(-child.pid!, 'SIGKILL')
      } catch {
        // All of it has ended already.
      }
    },
  }
  running.add(each)
  void code.then(() => running.delete(each))
  return each
}

const coordinator = (name: string, url: string) =>
  start(['sweep', 'plan.yaml', '--out', name, '--backend', 'wasm'], url)
/** @param lockSeconds after which the task of a worker that died is another's. */
const worker = (url: string, around?: readonly string[], lockSeconds = 2) => {
  const patience = ['--idle-seconds', '120', '--lock-seconds', String(lockSeconds)]
  return start(['worker', '--jobs', '1', ...patience, '--checkpoint-seconds', '0.02'], url, around)
}

async function expectWhole(name: string): Promise<void> {
  expect(resultsOf(join(folder, name))).toEqual(whole)
  expect((await checkRun(join(folder, name))).files.filter(({ problem }) => problem !== undefined)).toEqual([])
}

/** Waits until someone is at work on a task. @param who what stands in the lease. @returns the task's folder. */
async function taskOf(who: string, name: string): Promise<string> {
  const directory = join(folder, name, 'tasks')
  for (let tries = 0; tries < 6000; tries++) {
    const paths = existsSync(directory) ? (readdirSync(directory, { recursive: true }) as string[]) : []
    const lease = paths.find((path) => /\.task\.lease-\d+$/.test(path) && textOf(join(directory, path)).includes(who))
    if (lease !== undefined) return join(directory, lease, '..')
    await sleep(10)
  }
  throw new Error(`nobody is at work on a task: ${who}`)
}

/** Waits, for at most a minute, until a task has a checkpoint. */
async function untilCheckpoint(name: string): Promise<boolean> {
  const directory = join(folder, name)
  for (let tries = 0; tries < 6000; tries++) {
    const paths = existsSync(directory) ? (readdirSync(directory, { recursive: true }) as string[]) : []
    if (paths.some((path) => /checkpoints\/\d+\.safetensors$/.test(path))) return true
    await sleep(10)
  }
  return false
}

/** Empty when it is gone since. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const whoTrained = (task: string): string => JSON.parse(readFileSync(join(task, 'task.json'), 'utf8')).worker

const services = [
  { kind: 'redis', has: hasRedis, open: () => redis(password) },
  { kind: 'postgres', has: hasPostgres, open: () => postgres(password) },
] as const

describe.each(services)('with $kind', ({ kind, has, open }) => {
  let queue: Service
  beforeAll(async () => {
    if (has) queue = await open()
    else if (isRequired(kind)) throw new Error(`${kind} is required, and not installed`)
  }, 60_000)
  afterAll(() => queue?.remove())

  test.skipIf(!has)(
    'two workers train a sweep, and its files are those of one process; the password stands nowhere',
    { timeout: 180_000 },
    async () => {
      const sweep = coordinator(`${kind}-calm`, queue.url)
      const workers = [worker(queue.url), worker(queue.url)]
      const checkpoints = untilCheckpoint(`${kind}-calm`)
      const lost = Promise.race(workers.map((each) => each.code)).then((code) => `a worker ended with ${code}`)
      expect([await Promise.race([sweep.code, lost]), ...[sweep, ...workers].map((each) => each.said())]).toEqual([
        0,
        expect.stringContaining(trained),
        ...workers.map(() => expect.stringContaining('waiting for tasks at')),
      ])
      expect(await checkpoints, 'kept by a worker, as it was told').toBe(true)
      for (const each of workers) each.process.kill('SIGTERM')
      expect(await Promise.all(workers.map((each) => each.code))).toEqual([75, 75])
      await expectWhole(`${kind}-calm`)
      const said = [sweep, ...workers].map((each) => each.said()).join('')
      for (const form of [password, encodeURIComponent(password)]) {
        expect(said).not.toContain(form)
        for (const path of readdirSync(folder, { recursive: true }) as string[]) {
          if (!statSync(join(folder, path)).isFile()) continue
          expect(readFileSync(join(folder, path), 'latin1').includes(form), path).toBe(false)
        }
      }
    },
  )

  test.skipIf(!has)('a wrong password is said without it', { timeout: 60_000 }, async () => {
    const wrong = queue.url.replace(encodeURIComponent(password), 'also-secret')
    const sweep = coordinator(`${kind}-refused`, wrong)
    expect(await sweep.code).toBe(3)
    expect(sweep.said()).toMatch(/the queue at \w+:\/\/127\.0\.0\.1:\d+.* cannot be used: .+/)
    expect(sweep.said()).not.toContain('also-secret')
  })

  test.skipIf(!has || process.platform !== 'linux')(
    `${kills} kills of workers, of the sweep and of the server lose nothing and double nothing`,
    { timeout: Math.max(900_000, kills * 45_000) },
    async () => {
      let random = 20_261_129
      const briefWorker = () => worker(queue.url, undefined, 1)
      const kinds = { worker: 0, sweep: 0, server: 0 }
      const endedBy = ({ process: { exitCode, signalCode } }: Running) => exitCode ?? signalCode
      for (let [killed, round] = [0, 0]; killed < kills; round++) {
        const name = `${kind}-killed-${round}`
        let sweep = coordinator(name, queue.url)
        let workers = [briefWorker(), briefWorker()]
        while (killed < kills) {
          random = (random * 48_271) % 2_147_483_647
          await Promise.race([sleep(300 + (1500 * random) / 2_147_483_647), sweep.code])
          // One that begins while the server is away ends with 3, and is started again, as whoever runs it would.
          if (endedBy(sweep) === 3) sweep = coordinator(name, queue.url)
          if (endedBy(sweep) !== null) break
          if (killed % 4 === 3) {
            await queue.kill()
            await queue.start()
            kinds.server++
          } else if (killed % 4 === 2) {
            sweep.killTree()
            sweep = coordinator(name, queue.url)
            kinds.sweep++
          } else {
            workers[killed % 2]!.killTree()
            kinds.worker++
          }
          killed++
          workers = workers.map((each) => (endedBy(each) === null ? each : briefWorker()))
        }
        // The others may have begun while the server was away.
        workers.push(briefWorker())
        if ((await sweep.code) === 3) sweep = coordinator(name, queue.url)
        expect([await sweep.code, sweep.said()]).toEqual([0, expect.stringContaining(trained)])
        await expectWhole(name)
        for (const each of workers) each.killTree()
      }
      if (kills >= 4) expect(Math.min(...Object.values(kinds))).toBeGreaterThan(0)
    },
  )

  test.skipIf(!has || process.platform !== 'linux')(
    'one task given to two workers, as the first stood still for too long, is there once',
    { timeout: 180_000 },
    async () => {
      const name = `${kind}-twice`
      const sweep = coordinator(name, queue.url)
      const first = worker(queue.url)
      const task = await taskOf(`"pid":`, name)
      process.kill(-first.process.pid!, 'SIGSTOP')
      const second = worker(queue.url)
      expect([await sweep.code, sweep.said()]).toEqual([0, expect.stringContaining(trained)])
      const trainedBy = whoTrained(task)
      await expectWhole(name)
      process.kill(-first.process.pid!, 'SIGCONT')
      // For as long as a task takes: what it goes on with must change nothing.
      await sleep(3000)
      first.process.kill('SIGTERM')
      expect(await first.code).toBe(75)
      expect(whoTrained(task)).toBe(trainedBy)
      await expectWhole(name)
      second.killTree()
    },
  )
})

test('a PostgreSQL server that is starting is waited for, whatever its language; one that does not let us in is not', async () => {
  const starting = { code: '57P03', message: 'das Datenbanksystem startet' }
  const refused = { code: '28P01', message: 'password authentication failed for user "somebody"' }
  const server = await postgresThatSays([starting, starting, starting, refused])
  const sweep = coordinator('starting', server.url)
  expect([await sweep.code, sweep.said()]).toEqual([3, expect.stringContaining(refused.message)])
  expect(server.asked()).toBeGreaterThan(3)
  server.close()
})

const mayUnshare = spawnSync('unshare', ['--mount', '--uts', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

// They wait most of the time.
describe.concurrent('several hosts', () => {
  let hosts: Hosts | undefined
  beforeAll(() => {
    hosts = twoHosts()
  })
  afterAll(() => hosts?.remove())

  test.skipIf(!hasRedis)(
    'that share a folder, with a queue: one dies in the middle of a task, and the other trains it (needs the right to make namespaces)',
    { timeout: 180_000 },
    async ({ skip }) => {
      if (hosts === undefined) return skip('namespaces cannot be made here')
      const queue = await redis(undefined, hosts.address)
      const sweep = coordinator('hosts-queue', queue.url)
      const dying = worker(queue.url, hosts.around['host-a'])
      const task = await taskOf('"host-a"', 'hosts-queue')
      dying.killTree()
      const other = worker(queue.url, hosts.around['host-b'])
      expect([await sweep.code, sweep.said()]).toEqual([0, expect.stringContaining(trained)])
      await expectWhole('hosts-queue')
      expect(whoTrained(task)).toContain('host-b')
      other.killTree()
      await queue.remove()
    },
  )

  test('that share a folder without one, too, once the lease has expired', { timeout: 180_000 }, async ({ skip }) => {
    if (hosts === undefined) return skip('namespaces cannot be made here')
    const args = ['sweep', 'plan.yaml', '--out', 'hosts', '--jobs', '1', '--backend', 'wasm']
    const dying = start(args, undefined, hosts.around['host-a'])
    const task = await taskOf('"host-a"', 'hosts')
    dying.killTree()
    const other = start(args, undefined, hosts.around['host-b'])
    expect([await other.code, other.said()]).toEqual([0, expect.stringContaining(trained)])
    await expectWhole('hosts')
    expect(whoTrained(task)).toContain('host-b')
  })

  test.skipIf(!hasRedis || !mayUnshare)(
    'a worker on a machine without the folder sends its results (needs the right to make namespaces)',
    { timeout: 180_000 },
    async () => {
      const queue = await redis()
      const elsewhere = join(folder, 'elsewhere')
      const hide = `mkdir -p ${elsewhere} && mount -t tmpfs none ${elsewhere} && hostname another-machine && exec "$@"`
      const sweep = coordinator('elsewhere/run', queue.url)
      const apart = ['unshare', '--mount', '--uts', 'sh', '-c', hide, 'sh']
      const workers = [worker(queue.url, apart), worker(queue.url, apart)]
      expect([await sweep.code, sweep.said()]).toEqual([0, expect.stringContaining(trained)])
      await expectWhole('elsewhere/run')
      const { worker: by } = JSON.parse(readFileSync(join(folder, 'elsewhere/run/tasks/00000/task.json'), 'utf8'))
      expect(by).toContain('another-machine')
      for (const each of workers) each.killTree()
      await queue.remove()
    },
  )
})

test.skipIf(!hasRedis)(
  'a worker ends when there was nothing to do for as long as it was told',
  { timeout: 60_000 },
  async () => {
    const queue = await redis()
    const idle = start(['worker', '--jobs', '1', '--idle-seconds', '0.5'], queue.url)
    expect(await idle.code).toBe(0)
    await queue.remove()
  },
)

test('without BullMQ the packages are named that are missing', { timeout: 60_000 }, async () => {
  const bare = await bundleProgram()
  const ended = spawnSync(process.execPath, [bare.path, 'worker', '--queue', 'redis://localhost:1'], {
    encoding: 'utf8',
  })
  expect([ended.status, ended.stderr]).toEqual([3, expect.stringContaining('npm install bullmq ioredis')])
  await bare.remove()
})
