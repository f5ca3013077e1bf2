/**
 * Device `wasm`: XNNPACK kernels in WebAssembly with SIMD, one thread. The threaded build is left out: it exists only in
 * cross-origin isolated pages, starts its workers from text that bundlers rewrite, and our members are spread over workers anyway.
 */
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm'
import { env, findBackendFactory, setBackend } from '@tensorflow/tfjs-core'
import type { EngineDevice } from './device.js'
import { withoutProcessListeners } from './process-listeners.js'
import { findBinary } from './wasm-binary.js'
import { wasmMemberProduct } from './wasm-member-product.js'

export const wasm: EngineDevice = {
  engineName: 'wasm',
  memberProduct: wasmMemberProduct,
  readsAtOnce: true,
  start: async ({ wasmPaths }) => {
    if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
      return { available: false, reason: 'WebAssembly with SIMD is missing here' }
    }
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
    const binary = await findBinary(wasmPaths)
    if ('fault' in binary) return { available: false, reason: binary.fault }
    if (binary.address !== undefined) {
      // tfjs wants an address for every build; with SIMD and without threads it loads only one of them.
      setWasmPaths({
        'tfjs-backend-wasm.wasm': binary.address,
        'tfjs-backend-wasm-simd.wasm': binary.address,
        'tfjs-backend-wasm-threaded-simd.wasm': binary.address,
      })
    }
    if (!(await withoutProcessListeners(() => setBackend('wasm')))) {
      return { available: false, reason: `tfjs could not start WebAssembly: ${await startFailure()}` }
    }
    return {
      available: true,
      device: { description: `WASM SIMD, 1 thread, tfjs ${version_wasm}`, kind: 'cpu', limits: {} },
    }
  },
}

/** tfjs keeps the error of a failed start to itself (it only prints it), so the start is tried again for its text. */
async function startFailure(): Promise<string> {
  try {
    await findBackendFactory('wasm')()
    return 'for an unknown reason'
  } catch (error) {
    return error instanceof Error ? error.message : String((error as { message?: unknown }).message ?? error)
  }
}
