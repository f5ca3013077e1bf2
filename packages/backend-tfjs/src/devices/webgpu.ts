/**
 * Device `webgpu`: WGSL kernels of tfjs on a GPU, in a page or worker, and in Node through Dawn (`dawn.ts`). It waits for the
 * losses of every step, so that a member that diverges is frozen in time; a step is some sixty dispatches.
 */
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
        return { available: false, reason: 'no GPU adapter; WebGPU is there, but no driver that it can use' }
      }
      // The kernels are registered only where WebGPU is there already, hence not at the top of this file.
      await import('@tensorflow/tfjs-backend-webgpu')
      // Small tensors would otherwise be computed in JavaScript once they have been read, and round differently.
      env().set('WEBGPU_CPU_FORWARD', false)
      if (!(await setBackend('webgpu'))) {
        return { available: false, reason: `tfjs could not start on ${describe(adapter.info)}` }
      }
      const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = adapter.limits
      return {
        available: true,
        device: {
          description: `${describe(adapter.info)}, WebGPU, tfjs ${version_core}`,
          kind: isSoftware(adapter) ? 'software' : 'gpu',
          limits: {
            maxBufferBytes: maxBufferSize,
            maxBindingBytes: maxStorageBufferBindingSize,
            maxWorkgroupsPerDimension: maxComputeWorkgroupsPerDimension,
          },
        },
      }
    }),
}

/** Browsers leave out what would tell users apart; what is there says enough. */
function describe({ description, device, architecture, vendor }: GPUAdapterInfo): string {
  return description || device || [vendor, architecture].filter(Boolean).join(' ') || 'a GPU without a name'
}

/** A CPU that pretends to be a GPU: browsers mark it, drivers are known by name. */
function isSoftware({ info }: GPUAdapter): boolean {
  const names = [info.description, info.device, info.architecture].join(' ').toLowerCase()
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render/.test(names)
}
