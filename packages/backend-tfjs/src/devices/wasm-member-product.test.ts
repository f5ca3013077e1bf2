import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { boolean, assert as holds, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { startDevice } from '../engine.js'
import { onEngine } from '../realm.js'
import { multiplyMembersByViews } from './wasm-member-product.js'

const onWasm = async (work: () => void | Promise<void>): Promise<void> => {
  await startDevice('wasm', {})
  await onEngine('wasm', work)
}

/** Numbers that tell every place from every other; small, so that products stay exact in float32. */
const numbered = (shape: number[], seed: number) => {
  const size = shape.reduce((total, length) => total * length, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, k) => ((k * 7 + seed) % 13) - 6),
    shape,
  )
}

const size = integer({ min: 1, max: 9 })

test('products of the members are those of matMul, whatever is transposed', () =>
  onWasm(() => {
    const sizes = record({ members: integer({ min: 1, max: 4 }), rows: size, inner: size, columns: size })
    return holds(
      property(sizes, boolean(), boolean(), ({ members, rows, inner, columns }, transposeA, transposeB) => {
        tf.tidy(() => {
          const a = numbered(transposeA ? [members, inner, rows] : [members, rows, inner], 3)
          const b = numbered(transposeB ? [members, columns, inner] : [members, inner, columns], 8)
          const found = multiplyMembersByViews(a, b, transposeA, transposeB)
          expect(found.shape).toEqual([members, rows, columns])
          expect(found.dataSync()).toEqual(tf.matMul(a, b, transposeA, transposeB).dataSync())
          const weights = numbered(found.shape, 5)
          const gradients = (multiply: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
            tf
              .grads(multiply)([a, b], weights)
              .map((gradient) => gradient.dataSync())
          expect(gradients((a, b) => multiplyMembersByViews(a, b, transposeA, transposeB))).toEqual(
            gradients((a, b) => tf.matMul(a, b, transposeA, transposeB)),
          )
        })
      }),
      { seed: 3, numRuns: 60 },
    )
  }))

test('views leave nothing behind in the module', () =>
  onWasm(() => {
    const { wasm } = tf.backend() as BackendWasm & { readonly wasm: { readonly HEAPU8: Uint8Array } }
    const before = tf.memory().numTensors
    const multiplyOften = () => {
      for (let round = 0; round < 1500; round++) {
        tf.tidy(() => {
          multiplyMembersByViews(numbered([3, 40, 30], 1), numbered([3, 30, 20], 2), false, false)
        })
      }
    }
    multiplyOften()
    const heap = wasm.HEAPU8.length
    multiplyOften()
    expect(wasm.HEAPU8.length).toBe(heap)
    expect(tf.memory().numTensors).toBe(before)
  }))
