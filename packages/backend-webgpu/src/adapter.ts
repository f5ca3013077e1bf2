/** What is known of an adapter before anything runs on it. */
import type { Device } from '@digon/model'

/** What the engine asks of a device beyond what every device has, where the adapter offers it. */
export function wantedLimits({ limits }: GPUAdapter): Record<string, number> {
  return { maxBufferSize: limits.maxBufferSize, maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize }
}

export function factsOf(adapter: GPUAdapter): Device {
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = adapter.limits
  return {
    description: `${nameOf(adapter.info)}, WebGPU`,
    kind: isSoftware(adapter.info) ? 'software' : 'gpu',
    limits: {
      maxBufferBytes: maxBufferSize,
      maxBindingBytes: maxStorageBufferBindingSize,
      maxWorkgroupsPerDimension: maxComputeWorkgroupsPerDimension,
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
