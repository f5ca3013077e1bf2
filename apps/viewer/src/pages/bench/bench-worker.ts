/** The worker of the bench: says which engines run here, then measures the ones that are asked for. Who wants it to stop ends it. */
import type { Backend } from '@digon/model'
import { backendEngine, ensembleShapes, measureShape } from '@digon/model/bench'
import '../../site/no-eval.js'
import { fusedEngine } from '../../worker/fused-engine.js'
import { version } from './browser-facts.js'
import type { BenchReport, BenchRequest, EngineFound } from './messages.js'
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

const report = (message: BenchReport): void => postMessage(message)

const fail = (failure: unknown): void =>
  report({ kind: 'failure', message: failure instanceof Error ? failure.message : String(failure) })

/** `undefined` asks which engines there are. */
globalThis.onmessage = ({ data }: MessageEvent<BenchRequest | undefined>) => {
  const work = data === undefined ? find() : measure(data)
  work.catch(fail)
}

async function find(): Promise<void> {
  const engines = await Promise.all(
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
  report({ kind: 'found', engines })
}

async function measure({ engines, shapes, turnInSeconds }: BenchRequest): Promise<void> {
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
        report({ kind: 'turn', shape: shape.name, engine: chosen[timed.indexOf(engine)]!.id, round }),
    })
    report({ kind: 'measured', times: { shape: shape.name, engines: times } })
  }
  report({ kind: 'end' })
}
