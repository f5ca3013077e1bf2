/**
 * Device `webgpu`: WGSL kernels of tfjs on a GPU, in a page or worker, and in Node through Dawn (`dawn.ts`). It waits for the
 * losses of every step, so that a member that diverges is frozen in time; a step is some sixty dispatches.
 */
import { adapterDevice } from '@digon/model/engine'
import { env, setBackend, version_core } from '@tensorflow/tfjs-core'
import { withDawn } from './dawn.js'
import type { EngineDevice } from './device.js'
import { webgpuMemberProduct } from './webgpu-member-product.js'

export const webgpu: EngineDevice = {
  engineName: 'webgpu',
  memberProduct: webgpuMemberProduct,
  readsAtOnce: false,
  start: () =>
    withDawn(async (missing) => {
      if (missing !== undefined) return { available: false, reason: missing }
      const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
      if (!adapter) {
        return { available: false, reason: 'no GPU adapter; WebGPU is present but finds no driver that it can use' }
      }
      // The kernels are registered only where WebGPU is there already, hence not at the top of this file.
      await import('@tensorflow/tfjs-backend-webgpu')
      // Small tensors would otherwise be computed in JavaScript once they have been read, and round differently.
      env().set('WEBGPU_CPU_FORWARD', false)
      const device = adapterDevice(adapter, `WebGPU, tfjs ${version_core}`)
      if (!(await setBackend('webgpu'))) {
        return { available: false, reason: `tfjs could not start on ${device.description}` }
      }
      return { available: true, device }
    }),
}
