/** Tests that need an adapter: they run where there is one, say so where there is none, and fail there when it is required. */
import { test } from 'vitest'
import { probeAdapter } from './realm.js'

const probe = await probeAdapter()
const { env } = import.meta as unknown as { readonly env?: Readonly<Record<string, string | undefined>> }
const required = (env?.DIGON_REQUIRE ?? '').split(',').includes('webgpu')

/** Whether tests on the device can run. */
export const hasAdapter: boolean = probe.available

if (!probe.available) {
  const message = `WebGPU tests did not run: ${probe.reason}`
  if (required) throw new Error(message)
  console.warn(message)
}

/** A test that needs an adapter. */
export const testOnAdapter: typeof test = (hasAdapter ? test : test.skip) as typeof test
