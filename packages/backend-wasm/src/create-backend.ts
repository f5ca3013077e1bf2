/** The backend with all its choices handed in: what it can run, and sessions on it. Which program it runs is `backend.ts` and `files.ts`. */
import { type Backend, BackendUnavailableError, type Snapshot } from '@digon/model'
import {
  type AutoencoderEnsemble,
  autoencoderSupport,
  autoencoderToOpen,
  createSession,
  startingProgress,
} from '@digon/model/engine'
import type { chooseRoute } from './choose-route.js'
import { startingStates } from './memory/member-states.js'
import { tensorLayout } from './memory/tensor-layout.js'
import { WasmSession } from './session.js'
import { type Precision, refusal } from './simd.js'
import type { WorkerLoss } from './threads/recoverable-group.js'
import { Scheduler } from './threads/scheduler.js'
import type { WorkerPool } from './threads/worker-pool.js'

const name = 'wasm'

/** Options of `wasm`. */
export interface WasmOptions {
  /** Cores at most, an integer ≥ 1. Default: all. The result has the same bits for any number. */
  readonly threads?: number
  /** Default `deterministic`: the same bits on every machine. `relaxed` is faster where the processor fuses operations. */
  readonly precision?: Precision
  /** Told when a worker died and its members are computed again in another. A second loss rejects with WorkerLostError. */
  readonly onWorkerLoss?: (loss: WorkerLoss) => void
}

/** All that the backend leaves open: its options, and what tests and benches force. */
export interface Settings extends Required<WasmOptions> {
  readonly chooseRoute: typeof chooseRoute
  /** Compiles the engine, once for all sessions. Rejects where `refusal` says why. */
  readonly loadEngine: (precision: Precision) => Promise<WebAssembly.Module>
  readonly pool: WorkerPool
  /** What must lie ahead of a session for its members to move to workers, in one thread's time. */
  readonly spreadAfterMilliseconds: number
}

/** @throws {RangeError} when `threads` is not an integer ≥ 1. */
export function checkThreads(threads: number): number {
  if (Number.isSafeInteger(threads) && threads >= 1) return threads
  throw new RangeError(`invalid threads: ${threads}; expected an integer ≥ 1`)
}

/** The backend with its choices handed in. */
export function wasmBackend(settings: Settings): Backend {
  const { precision, threads } = settings
  const backend: Backend = {
    name,
    arithmetic: precision === 'relaxed' ? 'float32-relaxed' : 'float32',
    probe: async () => {
      const reason = refusal(precision)
      if (reason !== undefined) return { available: false, reason }
      const kind = precision === 'relaxed' ? 'relaxed SIMD' : 'SIMD'
      const description = `WASM ${kind}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
      return { available: true, device: { description, kind: 'cpu', limits: { maxMemoryBytes: 2 ** 32 } } }
    },
    supports: autoencoderSupport,
    open: async (ensemble, options = {}) => {
      const checked = autoencoderToOpen(backend, ensemble, options)
      const reason = refusal(precision)
      if (reason !== undefined) throw new BackendUnavailableError([{ name, reason }])
      const module = await settings.loadEngine(precision)
      options.signal?.throwIfAborted()
      return createSession(checked, await startSession(checked, settings, module, options.snapshot))
    },
  }
  return backend
}

async function startSession(
  ensemble: AutoencoderEnsemble,
  settings: Settings,
  module: WebAssembly.Module,
  snapshot: Snapshot | undefined,
): Promise<WasmSession> {
  const { precision, threads, pool, onWorkerLoss, spreadAfterMilliseconds } = settings
  const layout = tensorLayout(ensemble.model)
  const scheduler = new Scheduler({
    ensemble,
    layout,
    routes: ensemble.members.map((member) => settings.chooseRoute(ensemble, member)),
    engine: { key: precision, module },
    threads,
    pool,
    onLoss: onWorkerLoss,
    spreadAfterMilliseconds,
  })
  const progress = startingProgress(ensemble, snapshot)
  const step = snapshot?.step ?? 0
  const groups = await scheduler.openFirst(startingStates(ensemble, layout, snapshot), progress, step)
  return new WasmSession(scheduler, groups, step, progress)
}
