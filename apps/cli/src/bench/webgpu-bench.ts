/**
 * `digon bench --backend webgpu`: the fused engine beside the general one on the same adapter, with `wasm` on all threads for the
 * ratios. Stock tfjs on WebGPU is not in it.
 */
import { cpus } from 'node:os'
import { measurePeak, wasm } from '@digon/backend-wasm'
import { type Backend, BackendUnavailableError, type Device } from '@digon/model'
import {
  type BenchEngine,
  type BenchShape,
  backendEngine,
  ensembleOf,
  ensembleShape,
  measureShape,
} from '@digon/model/bench'
import { openBackend } from '../backends.js'
import { jsonText } from '../json-text.js'
import { ownVersion } from '../own-version.js'
import type { Terminal } from '../terminal.js'
import { geometricMeans } from './bench.js'
import type { WebgpuBenchDocument, WebgpuMeasuredShape } from './bench-document.js'
import { countDispatches } from './dispatch-counter.js'
import { webgpuTable } from './webgpu-table.js'

/** Narrow models, and how the cost goes with the number of members. */
export const webgpuShapes: readonly BenchShape[] = [
  ensembleShape(10, 5, 2),
  ensembleShape(10, 20, 5),
  ensembleShape(10, 2, 1),
  ensembleShape(100, 2, 1),
  ensembleShape(1000, 2, 1),
]

/** @throws {BackendUnavailableError} when there is no adapter. */
export async function benchWebgpu(options: { readonly json?: true }, terminal: Terminal): Promise<void> {
  const threads = cpus().length
  const backends = [await openBackend('webgpu'), await openBackend('tfjs-webgpu')]
  const device = await deviceOf(backends)
  terminal.error(`adapter: ${device.description} (${device.kind === 'software' ? 'software' : 'hardware'})`)
  const always = { followsWeights: false, measures: () => true }
  const engines: BenchEngine[] = [
    backendEngine(wasm({ threads }), { ...always, name: 'wasm', version: ownVersion(), threads, followsWeights: true }),
    ...backends.map((backend) =>
      backendEngine(backend, { ...always, name: backend.name, version: ownVersion(), threads: 1 }),
    ),
  ]
  const peakMultiplyAddsPerSecond = await measurePeak(() => performance.now())
  const shapes: WebgpuMeasuredShape[] = []
  for (const shape of webgpuShapes) {
    terminal.error(`measuring ${shape.name}`)
    const dispatches = await dispatchesPerStep(backends, shape, terminal.signal)
    const times = await measureShape(shape, engines, { signal: terminal.signal })
    const own = times.find(({ name }) => name === 'wasm')!.millisecondsPerStep
    const measured = times.map((time) => {
      const dispatchesPerStep = dispatches.get(time.name)
      const ratio = time.millisecondsPerStep / own
      return { ...time, ratio, ...(dispatchesPerStep !== undefined && { dispatchesPerStep }) }
    })
    shapes.push({ ...shape, engines: measured })
  }
  const document: WebgpuBenchDocument = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${threads} threads, Node ${process.versions.node}`,
    threads,
    peakMultiplyAddsPerSecond,
    device,
    shapes,
    geometricMean: geometricMeans(shapes),
  }
  const plain = shapes.map(({ kind: _, warmUpSteps: __, ...shape }) => shape)
  terminal.out(options.json ? jsonText({ ...document, shapes: plain }) : webgpuTable(document))
}

async function deviceOf(backends: readonly Backend[]): Promise<Device> {
  const probes = await Promise.all(backends.map((backend) => backend.probe()))
  const passedOver = probes.flatMap((probe, index) =>
    probe.available ? [] : [{ name: backends[index]!.name, reason: probe.reason }],
  )
  const [first] = probes
  if (passedOver.length > 0 || !first?.available) throw new BackendUnavailableError(passedOver)
  return first.device
}

/** By the engine's name, over four steps after a first one. */
async function dispatchesPerStep(
  backends: readonly Backend[],
  shape: BenchShape,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const steps = 4
  const counted = new Map<string, number>()
  for (const backend of backends) {
    signal.throwIfAborted()
    const session = await backend.open(ensembleOf(shape))
    await session.advance(1)
    const counter = countDispatches()
    try {
      await session.advance(steps)
      counted.set(backend.name, counter.count() / steps)
    } finally {
      counter.stop()
      await session.dispose()
    }
  }
  return counted
}
