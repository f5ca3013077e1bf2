/**
 * `@digon/backend-wasm/files`: the same engine from files that a page serves beside it, for pages that should be small, and for pages
 * whose policy forbids workers from text. Browsers only; a bundler finds both files:
 *
 *     import engine from '@digon/backend-wasm/engine.wasm?url'
 *     wasmFromFiles({ engine, startWorker: () => new Worker(new URL('./engine-worker.js', import.meta.url), { type: 'module' }) })
 *
 * where `engine-worker.js` is one line, `import '@digon/backend-wasm/worker'`.
 */
import type { Backend } from '@digon/model'
import { chooseRoute } from './choose-route.js'
import { checkThreads, type WasmOptions, wasmBackend } from './create-backend.js'
import { availableThreads } from './threads/available-threads.js'
import { webWorker } from './threads/engine-worker.js'
import { WorkerPool } from './threads/worker-pool.js'

/** Where the files of the engine are. */
export interface EngineFiles {
  /** Address of `@digon/backend-wasm/engine.wasm`. */
  readonly engine: string | URL
  /** Starts a worker whose program imports `@digon/backend-wasm/worker`. Without it, all runs in the calling thread. */
  readonly startWorker?: () => Worker
}

/** The file of the engine did not come. */
export class EngineFileError extends Error {
  override readonly name = 'EngineFileError'
  readonly category = 'unavailable'
  /** @param reason what the server or the browser says. */
  constructor(
    readonly address: string,
    readonly reason: string,
  ) {
    super(`the engine could not be loaded from ${address}: ${reason}`)
  }
}

/**
 * The engine with precision `deterministic`. `open` rejects with `EngineFileError` when the file does not come; asked again, it loads again.
 *
 * @throws {RangeError} when `threads` is not an integer ≥ 1.
 */
export function wasmFromFiles(files: EngineFiles, options: Omit<WasmOptions, 'precision'> = {}): Backend {
  const { startWorker } = files
  const { threads = startWorker === undefined ? 1 : availableThreads(), onWorkerLoss = () => {} } = options
  let loading: Promise<WebAssembly.Module> | undefined
  return wasmBackend({
    threads: startWorker === undefined ? Math.min(1, checkThreads(threads)) : checkThreads(threads),
    precision: 'deterministic',
    onWorkerLoss,
    chooseRoute,
    loadEngine: () => {
      loading ??= loadModule(String(files.engine))
      loading.catch(() => {
        loading = undefined
      })
      return loading
    },
    pool: new WorkerPool((events) => webWorker(startWorker!(), events)),
    spreadAfterMilliseconds: 20,
  })
}

async function loadModule(address: string): Promise<WebAssembly.Module> {
  let response: Response
  try {
    response = await fetch(address)
  } catch (cause) {
    throw new EngineFileError(address, cause instanceof Error ? cause.message : String(cause))
  }
  if (!response.ok) throw new EngineFileError(address, `the server answers ${response.status}`)
  // Not streamed: that would insist on a content type that some hosts do not send.
  return WebAssembly.compile(await response.arrayBuffer())
}
