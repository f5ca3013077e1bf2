import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { findBinary } from './devices/wasm-binary.js'
import { tfjs } from './index.js'

const script = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')

test('a folder that holds the binary is taken, one that does not is named', async () => {
  const folder = script.slice(0, script.lastIndexOf('/') + 1)
  expect(await findBinary(folder)).toEqual({ address: `${folder}tfjs-backend-wasm-simd.wasm` })
  expect(await findBinary(undefined)).toEqual({ address: undefined })
})

test('a wrong folder makes the device unavailable, with the file that is missing', async () => {
  expect(await tfjs('wasm', { wasmPaths: '/nowhere/' }).probe()).toEqual({
    available: false,
    reason: 'no file /nowhere/tfjs-backend-wasm-simd.wasm; give the folder of the WASM binaries as wasmPaths',
  })
})
