import { expect, test } from 'vitest'
import { describeDevice } from './backends.js'

test('a GPU is described with its kind and its limits, a processor by its name alone', () => {
  const limits = { maxBufferBytes: 1024 }
  const adapter = { description: 'SwiftShader, WebGPU', limits }
  expect(describeDevice({ ...adapter, kind: 'software' })).toBe('SwiftShader, WebGPU, software, maxBufferBytes 1024')
  expect(describeDevice({ ...adapter, kind: 'gpu' })).toBe('SwiftShader, WebGPU, hardware, maxBufferBytes 1024')
  expect(describeDevice({ description: 'WASM SIMD', kind: 'cpu', limits })).toBe('WASM SIMD')
})
