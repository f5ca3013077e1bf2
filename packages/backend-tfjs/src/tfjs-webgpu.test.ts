import { testBackend } from '@digon/model/testing'
import { memory } from '@tensorflow/tfjs-core'
import { describe, inject, test } from 'vitest'
import { tfjs } from './index.js'

declare module 'vitest' {
  interface ProvidedContext {
    readonly isWebgpuRequired: boolean
  }
}

// Runs in Node (on Dawn) and in Chromium. Where a CPU pretends to be the GPU it takes minutes, so only when it is asked for.
const isRequired = inject('isWebgpuRequired')
const backend = tfjs('webgpu')
const probe = await backend.probe()

if (probe.available && (isRequired || probe.device.kind === 'gpu')) {
  const countResources = () => memory().numTensors
  testBackend(backend, { describe, test, deterministic: true, exactMembers: true, countResources })
} else {
  test('backend tfjs-webgpu', ({ skip }) => {
    if (!probe.available && isRequired) throw new Error(`tfjs-webgpu is not available: ${probe.reason}`)
    skip(probe.available ? `${probe.device.description} runs with DIGON_REQUIRE=tfjs-webgpu only` : probe.reason)
  })
}
