import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRun } from '@digon/runs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledProgram, bundleProgram } from '../bundled-program.test-support.js'
import { resultsOf } from './results-of.test-support.js'

/**
 * A sweep of 500 models that is killed without a warning, again and again: the whole tree of processes, a worker alone, in the
 * middle of a checkpoint, in the middle of the end. Whatever happened, the table and all weights are those of a sweep that nobody
 * disturbed, byte for byte.
 */

const kills = Number(process.env.DIGON_KILLS ?? 20)
const plan = `
model: { featureCount: 2, hiddenSize: 1 }
member: { learningRate: 0.01 }
axes:
  batch: { field: batchSize, values: [56, 58, 60, 62, 64, 66, 68, 70, 72, 74] }
  density: { field: member.data.probability, from: 0.05, to: 1, count: 10, scale: log }
restarts: 5
seed: 11
steps: 4000
evaluationSamples: 500
`

let folder: string
let program: BundledProgram
/** Of the sweep that nobody disturbed: its files, and how long it took. */
let whole: { readonly files: Readonly<Record<string, string>>; readonly milliseconds: number }
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-killed-'))
  writeFileSync(join(folder, 'plan.yaml'), plan)
  program = await bundleProgram()
  const begun = performance.now()
  const sweep = start('whole')
  expect(await sweep.code).toBe(0)
  whole = { files: resultsOf(join(folder, 'whole')), milliseconds: performance.now() - begun }
}, 300_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await program.remove()
})

interface Sweep {
  readonly process: ChildProcess
  /** Exit code, null when it was killed. */
  readonly code: Promise<number | null>
  /** Ends every process of it at once. */
  readonly killTree: () => void
}

/** In a process group of its own. */
function start(name: string): Sweep {
  const args = [
    program.path,
    'sweep',
    join(folder, 'plan.yaml'),
    '--out',
    join(folder, name),
    '--jobs',
    '2',
    '--backend',
    'wasm',
  ]
  const child = spawn(process.execPath, args, { detached: true, stdio: 'ignore' })
  const code = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const killTree = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // All of it has ended already.
    }
  }
  return { process: child, code, killTree }
}

/** Waits until something is so, or the sweep has ended. */
async function until(sweep: Sweep, isSo: () => boolean): Promise<void> {
  while (sweep.process.exitCode === null && sweep.process.signalCode === null && !isSo()) await sleep(2)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function workersOf({ process: { pid } }: Sweep): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Ways to die, in turn. @param share of the usual duration after which it happens, from 0 to 1. */
const deaths: Readonly<Record<string, (sweep: Sweep, name: string, share: number) => Promise<void>>> = {
  async 'the whole tree'(sweep, _, share) {
    await Promise.race([sleep(share * whole.milliseconds), sweep.code])
    sweep.killTree()
  },
  async 'a worker alone'(sweep, _, share) {
    await until(sweep, () => workersOf(sweep).length === 2)
    await Promise.race([sleep(share * whole.milliseconds), sweep.code])
    const [worker] = workersOf(sweep)
    if (worker !== undefined) process.kill(worker, 'SIGKILL')
  },
  async 'in the middle of a checkpoint'(sweep, _, share) {
    await Promise.race([sleep(share * whole.milliseconds), sweep.code])
    sweep.process.kill('SIGTERM')
    await Promise.race([sleep(100 * share), sweep.code])
    sweep.killTree()
  },
  async 'in the middle of the end'(sweep, name, share) {
    const files = () => (existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : [])
    await until(sweep, () => files().some((file) => file.includes('members.parquet')))
    await sleep(10 * share)
    sweep.killTree()
  },
}

test.runIf(process.platform === 'linux')(
  `after ${kills} kills the table, the weights and the picture are those of an undisturbed sweep, and every file is whole`,
  { timeout: 900_000 },
  async () => {
    let random = 20_261_128
    let [killed, sweeps] = [0, 0]
    const happened = new Set<string>()
    while (killed < kills) {
      const name = `killed-${sweeps++}`
      for (let code: number | null = null; code !== 0; ) {
        const sweep = start(name)
        if (killed < kills) {
          random = (random * 48_271) % 2_147_483_647
          const [kind, die] = Object.entries(deaths)[killed % 4]!
          await die(sweep, name, random / 2_147_483_647)
          killed++
          happened.add(kind)
        }
        code = await sweep.code
        expect([0, 75, 130, null], 'a killed sweep, or one that can go on').toContain(code)
        // Workers of a killed tree are gone before the next one begins.
        sweep.killTree()
      }
      expect(resultsOf(join(folder, name))).toEqual(whole.files)
      expect((await checkRun(join(folder, name))).files.filter(({ problem }) => problem !== undefined)).toEqual([])
    }
    expect(happened.size).toBe(Math.min(4, kills))
  },
)
