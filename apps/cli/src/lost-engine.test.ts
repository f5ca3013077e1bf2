import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryUnavailableError, WorkerLostError } from '@digon/backend-wasm'
import { type Backend, DeviceLostError, DeviceMemoryError, reference } from '@digon/model'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { digon } from './command-line.test-support.js'

/** What a command says when the engine under it goes away or finds no memory: one message, exit code 4, no stack trace. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-lost-engine-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.doUnmock('@digon/backend-wasm'))

/** A `wasm` that fails with this while it trains. */
function failing(failure: Error): Backend {
  return {
    ...reference(),
    name: 'wasm',
    arithmetic: 'float32',
    open: async (ensemble, options) => {
      const session = await reference().open(ensemble, options)
      return {
        advance: () => Promise.reject(failure),
        evaluate: (...given) => session.evaluate(...given),
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        dispose: () => session.dispose(),
      }
    },
  }
}

const nothing = { step: 3, parameters: {}, firstMoments: {}, secondMoments: {}, diverged: [] }

test.each([
  [new WorkerLostError([0, 1], 'out of memory'), 'worker lost with members 0, 1: out of memory'],
  [new MemoryUnavailableError(123), 'out of memory: one WASM engine would need 123 bytes'],
  [new DeviceLostError('wasm', 'unplugged', nothing, 2), 'device of wasm lost: unplugged'],
  [new DeviceMemoryError('wasm', 456, 'too large'), 'out of memory on the device of wasm: 456 bytes'],
])('%s ends a command with 4 and its own message', async (failure, message) => {
  vi.doMock('@digon/backend-wasm', () => ({ wasm: () => failing(failure) }))
  const spec = join(folder, 'spec.yaml')
  writeFileSync(
    spec,
    'model: { featureCount: 3, hiddenSize: 2 }\nmembers: { seed: 1, data: { probability: 1 } }\nsteps: 5\n',
  )
  const { code, out, error } = await digon(['train', spec, '--backend', 'wasm', '--out', join(folder, failure.name)])
  expect([code, out]).toEqual([4, ''])
  expect(error).toContain(`error: ${message}`)
  expect(error).not.toMatch(/bug in digon|\n\s+at /)
})
