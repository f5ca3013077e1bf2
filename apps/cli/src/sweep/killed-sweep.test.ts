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

/** Of each kind. */
const kills = Number(process.env.DIGON_KILLS ?? 20)
const plan = `
model: { featureCount: 2, hiddenSize: 1 }
member: { learningRate: 0.01 }
axes:
  batch: { field: batchSize, values: [56, 60, 64, 68, 72] }
  density: { field: member.data.probability, from: 0.05, to: 1, count: 20, scale: log }
restarts: 5
seed: 11
steps: 1200
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
function start(name: string, ...more: readonly string[]): Sweep {
  const place = ['--out', join(folder, name), '--jobs', '2', '--backend', 'wasm', '--checkpoint-seconds', '0.02']
  return digon('sweep', join(folder, 'plan.yaml'), ...place, ...more)
}

function digon(...args: readonly string[]): Sweep {
  const child = spawn(process.execPath, [program.path, ...args], { detached: true, stdio: 'ignore' })
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

/** Whether a task was left with a checkpoint that it can be resumed from. */
function hasCheckpoint(name: string): boolean {
  const paths = existsSync(join(folder, name)) ? (readdirSync(join(folder, name), { recursive: true }) as string[]) : []
  return paths.some((path) => /checkpoints\/\d+\.safetensors$/.test(path))
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
  `after ${kills} kills of each kind the table, the weights and the picture are those of an undisturbed sweep, and every file is whole`,
  { timeout: Math.max(1_800_000, kills * 90_000) },
  async () => {
    let random = 20_261_128
    let [killed, sweeps, withCheckpoint] = [0, 0, 0]
    const all = kills * Object.keys(deaths).length
    while (killed < all) {
      const name = `killed-${sweeps++}`
      for (let code: number | null = null; code !== 0; ) {
        const sweep = start(name)
        if (killed < all) {
          random = (random * 48_271) % 2_147_483_647
          const die = Object.values(deaths)[killed % Object.keys(deaths).length]!
          await die(sweep, name, random / 2_147_483_647)
          killed++
        }
        code = await sweep.code
        expect([0, 75, 130, null], 'a killed sweep, or one that can go on').toContain(code)
        // Workers of a killed tree are gone before the next one begins.
        sweep.killTree()
        if (hasCheckpoint(name)) withCheckpoint++
      }
      expect(resultsOf(join(folder, name))).toEqual(whole.files)
      expect((await checkRun(join(folder, name))).files.filter(({ problem }) => problem !== undefined)).toEqual([])
    }
    // Else nothing was ever resumed in the middle of a task.
    expect(withCheckpoint).toBeGreaterThan(kills / 10)
  },
)

test.runIf(process.platform === 'linux')(
  `after ${kills} kills in the middle of a merge it ends as if there had been none`,
  { timeout: Math.max(900_000, kills * 45_000) },
  async () => {
    for (const part of ['1', '2']) expect(await start(`part-${part}`, '--shard', `${part}/2`).code).toBe(0)
    const merge = (name: string) =>
      digon('merge', join(folder, 'part-1'), join(folder, 'part-2'), '--out', join(folder, name))
    const begun = performance.now()
    expect(await merge('merged').code).toBe(0)
    const milliseconds = performance.now() - begun
    expect(resultsOf(join(folder, 'merged'))).toEqual(whole.files)
    let [random, killed] = [20_261_130, 0]
    for (let round = 0; killed < kills; round++) {
      const name = `merged-${round}`
      for (let code: number | null = null; code !== 0; ) {
        const merging = merge(name)
        if (killed < kills) {
          random = (random * 48_271) % 2_147_483_647
          await Promise.race([sleep((milliseconds * random) / 2_147_483_647), merging.code])
          merging.killTree()
          killed++
        }
        code = await merging.code
        expect([0, null], 'merged, or killed').toContain(code)
      }
      expect(resultsOf(join(folder, name))).toEqual(whole.files)
      expect((await checkRun(join(folder, name))).files.filter(({ problem }) => problem !== undefined)).toEqual([])
    }
  },
)
