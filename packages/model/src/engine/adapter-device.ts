/** What is known of a WebGPU adapter before anything runs on it. */
import type { Device } from '../backend.js'

/**
 * Facts about an adapter, for `Backend.probe`.
 *
 * @param engine what runs on it, for people, for example `WebGPU, tfjs 4.22.0`.
 */
export function adapterDevice({ info, limits }: GPUAdapter, engine: string): Device {
  return {
    description: `${nameOf(info)}, ${engine}`,
    kind: isSoftware(info) ? 'software' : 'gpu',
    limits: {
      maxBufferBytes: limits.maxBufferSize,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
      maxWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  }
}

/** Browsers leave out what would tell users apart; what is there says enough. */
function nameOf({ description, device, architecture, vendor }: GPUAdapterInfo): string {
  return description || device || [vendor, architecture].filter(Boolean).join(' ') || 'a GPU without a name'
}

/** A CPU that pretends to be a GPU: browsers mark it, drivers are known by name. */
function isSoftware(info: GPUAdapterInfo): boolean {
  const names = [info.description, info.device, info.architecture].join(' ').toLowerCase()
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render/.test(names)
}
