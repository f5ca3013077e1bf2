import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { startDevice } from './engine.js'
import { gelu, sumOfMagnitudes, sumOfSquares } from './operations.js'
import { onEngine } from './realm.js'

describe.each(['cpu', 'wasm'] as const)('operations on %s', (name) => {
  const run = async <T>(work: () => T): Promise<T> => {
    const { device } = await startDevice(name, {})
    return onEngine(device.engineName, () => {
      tf.engine().startScope()
      try {
        return work()
      } finally {
        tf.engine().endScope()
      }
    })
  }

  test('gelu and its slope are x·Φ(x) and Φ(x) + x·φ(x)', () =>
    run(() => {
      // PyTorch 2: torch.nn.functional.gelu and its gradient, in float64.
      const xs = [-4, -1, -0.5, 0, 0.5, 1, 4]
      const values = [-1.26684968e-4, -0.15865525, -0.15426877, 0, 0.34573123, 0.84134475, 3.99987332]
      const slopes = [-5.03662e-4, -0.08331547, 0.13250489, 0.5, 0.86749511, 1.08331547, 1.00050366]
      const { value, grad } = tf.valueAndGrad(gelu)(tf.tensor(xs), tf.ones([xs.length]))
      for (const [k, found] of Array.from(value.dataSync()).entries())
        expect(Math.abs(found - values[k]!)).toBeLessThan(6e-7)
      for (const [k, found] of Array.from(grad.dataSync()).entries())
        expect(Math.abs(found - slopes[k]!)).toBeLessThan(6e-7)
    }))

  test('sums of squares have twice the input as slope, along either axis', () =>
    run(() => {
      const x = tf.tensor([1, -2, 3, 4, 0.5, -6], [1, 2, 3])
      const { value, grad } = tf.valueAndGrad((x) => sumOfSquares(x, 2))(x, tf.tensor([1, 10], [1, 2]))
      expect(Array.from(value.dataSync())).toEqual([14, 52.25])
      expect(Array.from(grad.dataSync())).toEqual([2, -4, 6, 80, 10, -120])
      expect(Array.from(sumOfSquares(x, 1).dataSync())).toEqual([17, 4.25, 45])
    }))

  test('sums of magnitudes have slope −1, 0 and 1, and 0 at 0', () =>
    run(() => {
      const x = tf.tensor([-2, 0, 3, -0, 5, -7], [2, 3, 1])
      const { value, grad } = tf.valueAndGrad(sumOfMagnitudes)(x, tf.tensor([1, 2]))
      expect(Array.from(value.dataSync())).toEqual([5, 12])
      expect(Array.from(grad.dataSync(), (slope) => slope + 0)).toEqual([-1, 0, 1, 0, 2, -2])
    }))
})
