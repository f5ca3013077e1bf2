/** The backend from the programs that the build embeds: nothing has to be found at run time. */
import type { Backend } from '@digon/model'
import { chooseRoute } from './choose-route.js'
import { checkThreads, type Settings, type WasmOptions, wasmBackend } from './create-backend.js'
import { engineModule } from './engine-module.js'
import { availableThreads } from './threads/available-threads.js'
import { startWorker } from './threads/worker.js'
import { WorkerPool } from './threads/worker-pool.js'

/** Workers are dear to start: all backends of this thread share them. */
const sharedPool = new WorkerPool(startWorker)

/** The settings of a backend without options. */
export function defaultSettings(): Settings {
  return {
    threads: availableThreads(),
    precision: 'deterministic',
    onWorkerLoss: () => {},
    chooseRoute,
    loadEngine: engineModule,
    pool: sharedPool,
    spreadAfterMilliseconds: 20,
  }
}

/**
 * The fused engine, for every autoencoder ensemble.
 *
 * @throws {RangeError} when `threads` is not an integer ≥ 1.
 */
export function wasm(options: WasmOptions = {}): Backend {
  const defaults = defaultSettings()
  const { threads = defaults.threads, precision = defaults.precision, onWorkerLoss = defaults.onWorkerLoss } = options
  return wasmBackend({ ...defaults, threads: checkThreads(threads), precision, onWorkerLoss })
}
