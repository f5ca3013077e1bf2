import { cpus } from 'node:os'
import { measurePeak, wasm } from '@digon/backend-wasm'
import {
  type BenchEngine,
  type BenchShape,
  backendEngine,
  type EngineTime,
  ensembleShapes,
  ladderShapes,
  liveShares,
  measureShape,
  productMultiplyAdds,
  type StageName,
  stageMultiplyAdds,
  stageNames,
} from '@digon/model/bench'
import { openBackend } from '../backends.js'
import { jsonText } from '../json-text.js'
import { ownVersion } from '../own-version.js'
import type { Terminal } from '../terminal.js'
import type { BenchDocument, MeasuredShape } from './bench-document.js'
import { benchTable } from './bench-table.js'
import { compare, comparisonTable, readBaseline } from './compare.js'
import { jaxJsEngine } from './jax-js-engine.js'
import { findPyTorch, pytorchEngine } from './pytorch-engine.js'
import { stockTfjsEngine } from './stock-tfjs-engine.js'

export interface BenchOptions {
  readonly peers?: true
  /** A document of an earlier run. */
  readonly compare?: string
  readonly json?: true
}

/**
 * `digon bench`: step times of our engines and of stock tfjs and, with `--peers`, of PyTorch and jax-js, all in one run.
 * `tfjs-wasm` is stock tfjs here; our own general engine on top of tfjs, elsewhere called `tfjs-wasm`, is `digon-tfjs-wasm`.
 */
export async function bench(options: BenchOptions, terminal: Terminal): Promise<void> {
  const baseline = options.compare === undefined ? undefined : await readBaseline(options.compare)
  const threads = cpus().length
  const candidates = await findEngines(threads, options.peers === true, terminal)
  const peakMultiplyAddsPerSecond = await measurePeak(() => performance.now())
  const shapes: MeasuredShape[] = []
  for (const shape of [...ensembleShapes, ...ladderShapes]) {
    terminal.error(`measuring ${shape.name}`)
    let live: readonly number[] = []
    const times = await measureShape(shape, candidates, {
      signal: terminal.signal,
      async onEnd({ name, threads: used }, stepper) {
        if (name === 'wasm' && used === 1) live = liveShares(shape, await stepper.parameters!())
      },
    })
    const own = times.filter(({ name }) => name === 'wasm').at(-1)!.millisecondsPerStep
    const engines = times.map((time) => ({ ...time, ratio: time.millisecondsPerStep / own }))
    shapes.push({ ...shape, engines, ...limits(shape, times, peakMultiplyAddsPerSecond, live) })
  }
  for (const engine of candidates) await engine.close?.()
  const document: BenchDocument = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${threads} threads, Node ${process.versions.node}`,
    threads,
    peakMultiplyAddsPerSecond,
    shapes,
    geometricMean: geometricMeans(shapes),
  }
  const compared = baseline && compare(baseline, document)
  if (options.json) {
    terminal.out(jsonText({ ...document, shapes: shapes.map(withoutKind), ...(compared && { compared }) }))
    return
  }
  terminal.out(benchTable(document))
  if (compared) terminal.out(`\n${comparisonTable(compared)}`)
}

/** Ours first, one thread before all: the last `wasm` of a shape is the one that ratios refer to. */
async function findEngines(threads: number, peers: boolean, terminal: Terminal): Promise<BenchEngine[]> {
  const always = (): boolean => true
  const ensembles = (shape: BenchShape): boolean => shape.kind === 'ensemble'
  const engines = [
    backendEngine(wasm({ threads: 1 }), {
      name: 'wasm',
      version: ownVersion(),
      threads: 1,
      followsWeights: true,
      measures: always,
    }),
  ]
  if (threads > 1)
    engines.push(
      backendEngine(wasm({ threads }), {
        name: 'wasm',
        version: ownVersion(),
        threads,
        followsWeights: true,
        measures: ensembles,
      }),
    )
  const tfjs = await openBackend('tfjs-wasm')
  const probe = await tfjs.probe()
  if (!probe.available) terminal.error(`tfjs: not measured, ${probe.reason}`)
  else {
    engines.push(
      backendEngine(tfjs, {
        name: 'digon-tfjs-wasm',
        version: ownVersion(),
        threads: 1,
        followsWeights: false,
        measures: ensembles,
      }),
    )
    const stockTfjs = await stockTfjsEngine()
    if (typeof stockTfjs === 'string') terminal.error(`tfjs: not measured, ${stockTfjs}`)
    else engines.push(stockTfjs)
  }
  if (!peers) return engines
  const pytorch = await findPyTorch()
  if (typeof pytorch === 'string') terminal.error(`pytorch: not measured, ${pytorch}`)
  else {
    terminal.error(`pytorch ${pytorch.version}, ${pytorch.blas}, by ${pytorch.python}`)
    for (const count of new Set([1, threads])) engines.push(pytorchEngine(pytorch, count))
  }
  const jaxJs = await jaxJsEngine()
  if (typeof jaxJs === 'string') terminal.error(`jax-js: not measured, ${jaxJs}`)
  else engines.push(jaxJs)
  return engines
}

/** Geometric mean over the ensembles of each peer's ratio, the faster where it was measured with several numbers of threads. */
export function geometricMeans(shapes: readonly MeasuredShape[]): Record<string, number> {
  const logarithms = new Map<string, number[]>()
  for (const { kind, engines } of shapes) {
    if (kind !== 'ensemble') continue
    const fastest = new Map<string, number>()
    for (const { name, ratio } of engines) {
      if (name !== 'wasm') fastest.set(name, Math.min(ratio, fastest.get(name) ?? Number.POSITIVE_INFINITY))
    }
    for (const [name, ratio] of fastest) logarithms.set(name, [...(logarithms.get(name) ?? []), Math.log(ratio)])
  }
  return Object.fromEntries(
    [...logarithms].map(([name, values]) => [
      name,
      Math.exp(values.reduce((sum, value) => sum + value, 0) / values.length),
    ]),
  )
}

/**
 * How far `wasm` on one thread is from what the processor could do; nothing where it was not measured.
 *
 * @param live `[member]`, as `liveShares` of @digon/model/bench.
 */
export function limits(
  shape: BenchShape,
  times: readonly EngineTime[],
  peakMultiplyAddsPerSecond: number,
  live: readonly number[],
): Pick<MeasuredShape, 'shareOfPeak' | 'stageBound'> {
  const time = times.find(({ name, threads }) => name === 'wasm' && threads === 1)
  if (time === undefined) return {}
  const multiplyAdds = stageMultiplyAdds(shape, live)
  const milliseconds = (count: number): number => (1000 * count) / peakMultiplyAddsPerSecond
  const stages = mapStages((name) => milliseconds(multiplyAdds[name]))
  const millisecondsPerStep = stageNames.reduce((sum, name) => sum + stages[name], 0)
  return {
    shareOfPeak: milliseconds(productMultiplyAdds(multiplyAdds)) / time.millisecondsPerStep,
    stageBound: {
      millisecondsPerStep,
      reached: millisecondsPerStep / time.millisecondsPerStep,
      liveShare: live.reduce((sum, share) => sum + share, 0) / live.length,
      stages,
    },
  }
}

function mapStages(value: (name: StageName) => number): Readonly<Record<StageName, number>> {
  return Object.fromEntries(stageNames.map((name) => [name, value(name)])) as Record<StageName, number>
}

function withoutKind({
  kind: _,
  warmUpSteps: __,
  ...shape
}: MeasuredShape): Omit<MeasuredShape, 'kind' | 'warmUpSteps'> {
  return shape
}
