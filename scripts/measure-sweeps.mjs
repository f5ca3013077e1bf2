/**
 * What sweeps promise about speed, measured on this machine, which should be quiet: each line says the number, the bound, and
 * whether it holds. Takes about a quarter of an hour on two cores.
 *
 *     npm run -s digon -- list && node scripts/measure-sweeps.mjs          # all
 *     node scripts/measure-sweeps.mjs start example                        # some of: start example flat jobs large
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  async example() {
    const example = join(root, 'examples', 'sweeps', 'phase-diagram.yaml')
    judge('examples/sweeps/phase-diagram.yaml, s', (await sweep(example, 'example', 2)).seconds, 60)
  },
  async flat() {
    const cost = []
    for (const side of [10, 32, 100]) {
      const plan = planOf({ extra: side, density: side, restarts: 10, steps: 100 })
      cost.push((await sweep(plan, `flat-${side}`, 2)).seconds / (side * side * 10))
      console.log(`  ${side * side * 10} cells: ${(cost.at(-1) * 1000).toFixed(3)} ms each`)
    }
    judge('most expensive cell over the cheapest', Math.max(...cost) / Math.min(...cost), 1.15)
  },
  async jobs() {
    const plan = planOf({ extra: 30, density: 30, restarts: 5 })
    const [one, two] = [await sweep(plan, 'jobs-1', 1), await sweep(plan, 'jobs-2', 2)]
    judge('time of two jobs over that of one', two.seconds / one.seconds, 1 / 1.7)
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
async function digon(args) {
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
  if (code !== 0) throw new Error(`digon ${args.join(' ')} ended with ${code}\n${said}`)
  return { seconds: (performance.now() - began) / 1000, peakMegabytes: peak / 1024, lines }
}
