/** The device that all sessions of a realm (a process, a page, a worker) share. It is started once, and anew after it failed. */
import type { Probe } from '@digon/model'
import { adapterDevice } from '@digon/model/engine'
import { ComputeDevice } from './compute-device.js'
import { findGpu } from './dawn.js'

export type Start = { readonly device: ComputeDevice } | { readonly reason: string }

let started: Promise<Start> | undefined

/** The device, or why there is none. Never rejects. */
export async function startDevice(): Promise<Start> {
  started ??= start()
  const asked = started
  const found = await asked
  if ('device' in found && !found.device.failure) return found
  // What is missing may have come, and a device that failed may be back; several who ask at once share the new start.
  if (started === asked) started = start()
  return started
}

/** What would run. Never rejects. */
export async function probeAdapter(): Promise<Probe> {
  const found = await findAdapter()
  return 'reason' in found
    ? { available: false, reason: found.reason }
    : { available: true, device: adapterDevice(found.adapter, 'WebGPU') }
}

async function start(): Promise<Start> {
  const found = await findAdapter()
  if ('reason' in found) return found
  try {
    const device = await found.adapter.requestDevice({ requiredLimits: wantedLimits(found.adapter) })
    return { device: new ComputeDevice(device, adapterDevice(found.adapter, 'WebGPU').kind === 'software') }
  } catch (error) {
    return { reason: `the adapter gives no device: ${textOf(error)}` }
  }
}

/** What the engine asks of a device beyond what every device has, where the adapter offers it. */
function wantedLimits({ limits }: GPUAdapter): Record<string, number> {
  return { maxBufferSize: limits.maxBufferSize, maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize }
}

async function findAdapter(): Promise<{ readonly adapter: GPUAdapter } | { readonly reason: string }> {
  const found = await findGpu()
  if ('reason' in found) return found
  try {
    const adapter = await found.gpu.requestAdapter({ powerPreference: 'high-performance' })
    return adapter ? { adapter } : { reason: 'no GPU adapter; WebGPU is present but finds no driver that it can use' }
  } catch (error) {
    return { reason: `no GPU adapter: ${textOf(error)}` }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
