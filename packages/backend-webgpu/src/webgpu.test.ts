/** The conformance suite, the PyTorch replays among it. */
import { testBackend } from '@digon/model/testing'
import { describe } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import { countBuffers } from './compute-device.js'
import { webgpu } from './webgpu.js'

testBackend(webgpu(), {
  describe,
  test: testOnAdapter,
  deterministic: true,
  exactMembers: true,
  countResources: countBuffers,
})
