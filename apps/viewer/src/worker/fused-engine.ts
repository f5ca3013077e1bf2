/** The fused engine from the site's own files: its kernel once, and workers that the site's policy allows. */
import engine from '@digon/backend-wasm/engine.wasm?url'
import { wasmFromFiles } from '@digon/backend-wasm/files'
import type { Backend } from '@digon/model'

/** @param threads cores at most, an integer ≥ 1. One is best for small models: they train faster here than across several. */
export function fusedEngine(threads: number): Backend {
  if (threads === 1) return wasmFromFiles({ engine })
  return wasmFromFiles(
    { engine, startWorker: () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' }) },
    { threads },
  )
}
