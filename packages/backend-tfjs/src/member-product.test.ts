import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { boolean, assert as holds, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startDevice } from './engine.js'
import { multiplyMembers } from './member-product.js'
import { onEngine } from './realm.js'

/** Numbers that tell every index from every other; small, so that products stay exact in float32. */
const numbered = (shape: number[], seed: number) => {
  const size = shape.reduce((total, length) => total * length, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, k) => ((k * 7 + seed) % 13) - 6),
    shape,
  )
}

const size = integer({ min: 1, max: 9 })
const sizes = record({ members: integer({ min: 1, max: 4 }), rows: size, inner: size, columns: size })

describe.each(['cpu', 'wasm'] as const)('products of the members on %s', (name) => {
  const run = async (work: () => void | Promise<void>) => {
    await startDevice(name, {})
    await onEngine(name, work)
  }

  test('are those of matMul, and so are their gradients, whatever is transposed', () =>
    run(() =>
      holds(
        property(sizes, boolean(), boolean(), ({ members, rows, inner, columns }, transposeA, transposeB) => {
          tf.tidy(() => {
            const a = numbered(transposeA ? [members, inner, rows] : [members, rows, inner], 3)
            const b = numbered(transposeB ? [members, columns, inner] : [members, inner, columns], 8)
            const found = multiplyMembers(a, b, transposeA, transposeB)
            expect(found.shape).toEqual([members, rows, columns])
            expect(found.dataSync()).toEqual(tf.matMul(a, b, transposeA, transposeB).dataSync())
            const weights = numbered(found.shape, 5)
            const gradients = (multiply: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
              tf
                .grads(multiply)([a, b], weights)
                .map((gradient) => gradient.dataSync())
            expect(gradients((a, b) => multiplyMembers(a, b, transposeA, transposeB))).toEqual(
              gradients((a, b) => tf.matMul(a, b, transposeA, transposeB)),
            )
          })
        }),
        { seed: 3, numRuns: 60 },
      ),
    ))

  test('leave no tensor behind', () =>
    run(() => {
      const before = tf.memory().numTensors
      tf.tidy(() => {
        multiplyMembers(numbered([2, 3, 5], 1), numbered([2, 5, 4], 2), false, false)
        multiplyMembers(numbered([2, 50, 3], 1), numbered([2, 50, 4], 2), true, false)
        multiplyMembers(numbered([2, 3, 50], 1), numbered([2, 4, 50], 2), false, true)
      })
      expect(tf.memory().numTensors).toBe(before)
    }))
})

test('views of members leave nothing behind in the module of the wasm device', async () => {
  await startDevice('wasm', {})
  await onEngine('wasm', () => {
    const backend = tf.backend() as BackendWasm
    const { wasm } = backend as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } }
    const held = backend.numDataIds()
    const multiplyOften = () => {
      for (let round = 0; round < 1500; round++) {
        tf.tidy(() => {
          multiplyMembers(numbered([3, 40, 30], 1), numbered([3, 20, 30], 2), false, true)
        })
      }
    }
    multiplyOften()
    const heap = wasm.HEAPU8.length
    multiplyOften()
    expect(wasm.HEAPU8.length).toBe(heap)
    expect(backend.numDataIds()).toBe(held)
  })
})
