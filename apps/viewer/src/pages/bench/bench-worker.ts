/** The worker of the bench: says which engines run here, then measures the ones that are asked for. */
import type { Backend } from '@digon/model'
import { backendEngine, ensembleShapes, measureShape } from '@digon/model/bench'
import { expose } from 'comlink'
import '../../site/no-eval.js'
import { fusedEngine } from '../../worker/fused-engine.js'
import { version } from './browser-facts.js'
import type { BenchReport, BenchRequest, EngineFound, Measuring } from './messages.js'
import { threadCounts } from './thread-counts.js'

interface Candidate {
  readonly id: string
  readonly name: string
  readonly threads: number
  /** Loads what only this engine needs. */
  readonly load: () => Promise<Backend>
}

const tfjs = async (device: 'wasm' | 'webgpu') => (await import('@digon/backend-tfjs')).tfjs(device)

const candidates: readonly Candidate[] = [
  ...threadCounts(navigator.hardwareConcurrency).map((threads) => ({
    id: `wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    name: 'wasm',
    threads,
    load: async () => fusedEngine(threads),
  })),
  { id: 'webgpu', name: 'webgpu', threads: 1, load: async () => (await import('@digon/backend-webgpu')).webgpu() },
  { id: 'tfjs-wasm', name: 'digon-tfjs-wasm', threads: 1, load: () => tfjs('wasm') },
  { id: 'tfjs-webgpu', name: 'digon-tfjs-webgpu', threads: 1, load: () => tfjs('webgpu') },
]

expose({ find, measure, ping: async () => undefined } satisfies Measuring & { ping: () => Promise<void> })

async function find(): Promise<readonly EngineFound[]> {
  return Promise.all(
    candidates.map(async ({ id, name, threads, load }): Promise<EngineFound> => {
      try {
        const probe = await (await load()).probe()
        if (!probe.available) return { id, name, threads, reason: probe.reason }
        return { id, name, threads, device: probe.device.description, kind: probe.device.kind }
      } catch (failure) {
        return { id, name, threads, reason: failure instanceof Error ? failure.message : String(failure) }
      }
    }),
  )
}

async function measure(
  { engines, shapes, turnInSeconds }: BenchRequest,
  report: (report: BenchReport) => void | Promise<void>,
): Promise<void> {
  const chosen = candidates.filter(({ id }) => engines.includes(id))
  const timed = await Promise.all(
    chosen.map(async ({ name, threads, load }) =>
      backendEngine(await load(), {
        ...{ name, version, threads },
        followsWeights: name === 'wasm',
        measures: () => true,
      }),
    ),
  )
  for (const shape of ensembleShapes.filter(({ name }) => shapes.includes(name))) {
    const times = await measureShape(shape, timed, {
      turnInSeconds,
      onTurn: (engine, round) =>
        void report({ kind: 'turn', shape: shape.name, engine: chosen[timed.indexOf(engine)]!.id, round }),
    })
    await report({ kind: 'measured', times: { shape: shape.name, engines: times } })
  }
}
