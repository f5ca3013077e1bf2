/** The engine from files, as pages have it. */
import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'
import { wasmFromFiles } from './files.js'
// @ts-expect-error: the bundler makes it an address.
import engine from './generated/engine.wasm?url'

const ensemble = defineEnsemble({
  model: { featureCount: 20, hiddenSize: 5 },
  batchSize: 1024,
  members: [1, 0.3, 0.1, 0.03].map((probability, seed) => ({ seed, data: { kind: 'independent', probability } })),
})

const startWorker = (): Worker => new Worker(new URL('./worker-file.ts', import.meta.url), { type: 'module' })

test('the engine from a file gives the bits of the embedded one, in this thread and in workers from a file', async () => {
  const weights: Float32Array[] = []
  let started = 0
  const counted = (): Worker => {
    started++
    return startWorker()
  }
  for (const backend of [
    wasm({ threads: 1 }),
    wasmFromFiles({ engine }),
    wasmFromFiles({ engine, startWorker: counted }, { threads: 2 }),
  ]) {
    expect(await backend.probe()).toMatchObject({ available: true })
    const session = await backend.open(ensemble)
    await session.advance(400)
    weights.push((await session.parameters()).weights!.values as Float32Array)
    await session.dispose()
  }
  expect(weights[1]).toEqual(weights[0])
  expect(weights[2]).toEqual(weights[0])
  expect(started).toBe(2)
})

test('a file that does not come is named with the reason, and is asked for again', async () => {
  const missing = wasmFromFiles({ engine: '/no-such-folder/engine.wasm?raw-404' })
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(missing.open(ensemble)).rejects.toThrow(/engine\.wasm|WebAssembly/)
  }
  await expect(wasmFromFiles({ engine: 'http://127.0.0.1:1/engine.wasm' }).open(ensemble)).rejects.toMatchObject({
    name: 'EngineFileError',
    address: 'http://127.0.0.1:1/engine.wasm',
  })
})

test('a number of threads that is none is refused at once, with workers and without', () => {
  expect(() => wasmFromFiles({ engine }, { threads: 0 })).toThrow('invalid threads: 0; expected an integer ≥ 1')
  expect(() => wasmFromFiles({ engine, startWorker }, { threads: 1.5 })).toThrow('invalid threads: 1.5')
})
