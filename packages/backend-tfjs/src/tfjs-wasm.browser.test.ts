import { testBackend } from '@digon/model/testing'
import { memory } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { tfjs } from './index.js'

const countResources = () => memory().numTensors

testBackend(tfjs('wasm'), { describe, test, deterministic: true, exactMembers: true, countResources })

test('the page is cross-origin isolated, where tfjs would take its threaded build by itself', () => {
  expect(crossOriginIsolated).toBe(true)
})
