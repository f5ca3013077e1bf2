/**
 * What sweeps promise about speed, measured on this machine, which should be quiet: each line says the number, the bound, and
 * whether it holds. Takes about twenty minutes on two cores.
 *
 *     npm run -s digon -- list && node scripts/measure-sweeps.mjs          # all
 *     node scripts/measure-sweeps.mjs start example                        # some of: start status example flat jobs large
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './setup.mjs'

const folder = mkdtempSync(join(tmpdir(), 'digon-measure-'))
const program = join(root, 'apps', 'cli', 'bin', 'digon.js')
const large = planOf({ extra: 100, density: 100, restarts: 10 })

const measurements = {
  async start() {
    const { seconds, peakMegabytes } = await digon(['sweep', large, '--dry-run'])
    judge('a plan of 100,000 cells is expanded, s', seconds, 5)
    judge('memory for it, MB', peakMegabytes, 500)
  },
  async status() {
    const run = await sweepOfManyTasks()
    const { seconds } = await digon(['status', run], 75)
    judge('status of 100,000 tasks of one model each, s', seconds, 2)
  },
  async example() {
    const example = join(root, 'examples', 'sweeps', 'phase-diagram.yaml')
    judge('examples/sweeps/phase-diagram.yaml, s', (await sweep(example, 'example', 2)).seconds, 60)
  },
  async flat() {
    const taken = []
    for (const [side, repeats] of [
      [10, 5],
      [32, 3],
      [100, 1],
    ]) {
      const plan = planOf({ extra: side, density: side, restarts: 10, steps: 100 })
      const seconds = []
      for (let repeat = 0; repeat < repeats; repeat++) seconds.push((await sweep(plan, 'flat', 2)).seconds)
      taken.push({ cells: side * side * 10, seconds: median(seconds) })
      const { cells, seconds: usual } = taken.at(-1)
      console.log(`  ${cells} cells: ${usual.toFixed(2)} s, ${((1000 * usual) / cells).toFixed(3)} ms each`)
    }
    // Every sweep has a part that does not depend on its cells: starting processes, loading, drawing.
    const further = taken.slice(1).map(({ cells, seconds }, index) => {
      const before = taken[index]
      return (seconds - before.seconds) / (cells - before.cells)
    })
    const inWords = further.map((each) => `${(1000 * each).toFixed(3)} ms`).join(', then ')
    console.log(
      `  each further cell: ${inWords}; without any cell: ${(taken[0].seconds - taken[0].cells * further[0]).toFixed(2)} s`,
    )
    const each = taken.map(({ cells, seconds }) => seconds / cells)
    judge('further cells of the larger sweep over those of the smaller', spread(further), 1.15)
    judge('most expensive cell over the cheapest, the fixed part shared among them', spread(each), 1.15)
  },
  async jobs() {
    const plan = planOf({ extra: 30, density: 30, restarts: 5 })
    const rounds = []
    for (let round = 0; round < 3; round++) {
      const one = (await sweep(plan, 'jobs-1', 1)).seconds
      const two = (await sweep(plan, 'jobs-2', 2)).seconds
      const beside = await Promise.all([sweep(plan, 'beside-1', 1), sweep(plan, 'beside-2', 1)])
      rounds.push({ ofOne: two / one, machine: Math.max(...beside.map(({ seconds }) => seconds)) / (2 * one) })
    }
    const machine = median(rounds.map((round) => round.machine))
    console.log(
      `  two sweeps of one job beside each other take ${machine.toFixed(3)} of their time one after the other: what this machine gives`,
    )
    judge('time of two jobs over that of one', median(rounds.map(({ ofOne }) => ofOne)), 1 / 1.7)
  },
  async large() {
    const { seconds, lines } = await sweep(large, 'large', 2)
    judge('100 × 100 × 10 models, picture and table included, s', seconds, 600)
    const estimates = lines.filter(({ share }) => share >= 10)
    const wrong = estimates.map(({ at, left }) => Math.abs(at + left - seconds) / seconds)
    console.log(`  ${estimates.length} estimates from a tenth on`)
    judge('worst of the estimated ends, as a share of the time taken', Math.max(...wrong), 0.2)
  },
}

const asked = process.argv.slice(2)
for (const name of asked) {
  if (measurements[name] === undefined) {
    throw new Error(`no measurement ${name}; expected ${Object.keys(measurements).join(', ')}`)
  }
}
console.log(
  `load before: ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`,
)
try {
  for (const name of asked.length > 0 ? asked : Object.keys(measurements)) await measurements[name]()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(
  `load after: ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`,
)

function judge(what, value, bound) {
  const holds = value <= bound
  console.log(`${what}: ${value.toPrecision(3)} of at most ${bound.toPrecision(3)}${holds ? '' : ', TOO MUCH'}`)
  if (!holds) process.exitCode = 1
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** The largest over the smallest. */
function spread(values) {
  return Math.max(...values) / Math.min(...values)
}

/** A run of 100,000 tasks that all look trained: their records are there, the other files are not. */
async function sweepOfManyTasks() {
  const packages = ['formats', 'sweeps', 'backend-wasm'].map((name) => import(`../packages/${name}/dist/index.js`))
  const [{ parseSweepPlan, writeTaskRecord }, { beginSweep, engineOf }, { wasm }] = await Promise.all(packages)
  const { plan } = parseSweepPlan(
    readFileSync(planOf({ extra: 100, density: 100, restarts: 10, steps: 1e6 }), 'utf8'),
    'plan',
  )
  const directory = join(folder, 'many')
  const { sweep } = await beginSweep(directory, plan, { engine: engineOf(wasm()), packageVersions: {} })
  if (sweep.tasks.length !== 100_000) throw new Error(`${sweep.tasks.length} tasks; expected 100,000`)
  const names = ['evaluation.safetensors', 'history.parquet', 'members.parquet', 'weights.safetensors']
  const files = Object.fromEntries(names.map((name) => [name, { bytes: 4096, sha256: '0f'.repeat(32) }]))
  const record = { schemaVersion: 2, id: '0f'.repeat(32), status: 'finished', seconds: 1, worker: 'process 1 on here' }
  const text = writeTaskRecord({ ...record, backendChanges: [], diverged: [], files })
  for (const task of sweep.tasks) {
    mkdirSync(join(directory, task.folder), { recursive: true })
    writeFileSync(join(directory, task.folder, 'task.json'), text)
  }
  return directory
}

/** A plan of importance × density, in a file. */
function planOf({ extra, density, restarts, steps = 1000 }) {
  const file = join(folder, `plan-${extra}-${density}-${restarts}-${steps}.yaml`)
  writeFileSync(
    file,
    `model: { featureCount: 2, hiddenSize: 1 }
member: { importance: [1, 1], learningRate: 0.02 }
axes:
  extra: { field: member.importance.1, from: 0.1, to: 10, count: ${extra}, scale: log }
  density: { field: member.data.probability, from: 0.01, to: 1, count: ${density}, scale: log }
restarts: ${restarts}
seed: 1
batchSize: 512
steps: ${steps}
`,
  )
  return file
}

async function sweep(plan, name, jobs) {
  const ended = await digon(['sweep', plan, '--out', join(folder, name), '--jobs', String(jobs), '--backend', 'wasm'])
  rmSync(join(folder, name), { recursive: true, force: true })
  return ended
}

/** A command to its end: seconds, the most memory of its main process, and its lines of progress. */
async function digon(args, expected = 0) {
  const began = performance.now()
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  const lines = []
  child.stderr.on('data', (text) => {
    said += text
    const line = /(\d+) % .* models\/s {2}(?:(\d+) h )?(?:(\d+) min )?(?:(\d+) s )?left/.exec(text)
    if (line === null) return
    const [share, hours, minutes, seconds] = line.slice(1).map((digits) => Number(digits ?? 0))
    lines.push({ at: (performance.now() - began) / 1000, share, left: hours * 3600 + minutes * 60 + seconds })
  })
  let peak = 0
  const timer = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0))
    } catch {
      // Ended, or no Linux.
    }
  }, 20)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(timer)
  if (code !== expected) throw new Error(`digon ${args.join(' ')} ended with ${code}\n${said}`)
  return { seconds: (performance.now() - began) / 1000, peakMegabytes: peak / 1024, lines }
}
