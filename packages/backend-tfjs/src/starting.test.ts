import { env } from '@tensorflow/tfjs-core'
import { afterEach, expect, test, vi } from 'vitest'
import { tfjs } from './index.js'

const listeners = () => ['uncaughtException', 'unhandledRejection'].map((event) => process.listeners(event as 'exit'))

afterEach(() => vi.restoreAllMocks())

test('starting a device prints nothing, and leaves the listeners and flags of the process as they were', async () => {
  const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => vi.spyOn(console, method))
  const before = listeners()
  for (const device of ['cpu', 'wasm'] as const) {
    const probe = await tfjs(device).probe()
    expect(probe).toMatchObject({ available: true, device: { kind: 'cpu' } })
  }
  expect(listeners()).toEqual(before)
  expect(env().getBool('PROD')).toBe(false)
  for (const print of prints) expect(print).not.toHaveBeenCalled()
})

test('devices say what they are', async () => {
  expect(await tfjs('cpu').probe()).toEqual({
    available: true,
    device: { description: 'JavaScript, tfjs 4.22.0', kind: 'cpu', limits: {} },
  })
  expect(await tfjs('wasm').probe()).toEqual({
    available: true,
    device: { description: 'WASM SIMD, 1 thread, tfjs 4.22.0', kind: 'cpu', limits: {} },
  })
})

test('asking for WebGPU leaves no navigator behind that would make Node look like a page', async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  const probe = await tfjs('webgpu').probe()
  expect(probe.available || probe.reason.length > 0).toBe(true)
  expect(Object.getOwnPropertyDescriptor(globalThis, 'navigator')).toEqual(before)
  expect((globalThis as { readonly navigator?: object }).navigator ?? {}).not.toHaveProperty('gpu')
})

test('another device is refused with the names of those there are', () => {
  expect(() => tfjs('webgl' as 'cpu')).toThrow(
    new RangeError('invalid device: webgl; expected one of cpu, wasm, webgpu'),
  )
})
