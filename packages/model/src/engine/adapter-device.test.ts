import { expect, test } from 'vitest'
import { adapterDevice } from './adapter-device.js'

const limits = { maxBufferSize: 1, maxStorageBufferBindingSize: 2, maxComputeWorkgroupsPerDimension: 3 }
const deviceOf = (info: Partial<GPUAdapterInfo>) => adapterDevice({ info, limits } as unknown as GPUAdapter, 'WebGPU')

test('an adapter is called by what it says of itself, and has the limits of its device', () => {
  expect(deviceOf({ description: 'Radeon', device: 'gfx', vendor: 'amd' })).toEqual({
    description: 'Radeon, WebGPU',
    kind: 'gpu',
    limits: { maxBufferBytes: 1, maxBindingBytes: 2, maxWorkgroupsPerDimension: 3 },
  })
  expect(deviceOf({ vendor: 'nvidia', architecture: 'ampere' }).description).toBe('nvidia ampere, WebGPU')
  expect(deviceOf({}).description).toBe('a GPU without a name, WebGPU')
})

test('a processor that pretends to be a GPU is told by its mark or its name', () => {
  expect(deviceOf({ vendor: 'x', isFallbackAdapter: true }).kind).toBe('software')
  expect(deviceOf({ description: 'SwiftShader driver 5.0.0' }).kind).toBe('software')
  expect(deviceOf({ device: 'llvmpipe (LLVM 15)' }).kind).toBe('software')
})
