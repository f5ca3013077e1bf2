import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CheckedLoss, sampledLosses } from './sampled-losses.js'

const source = 'a test'
const judged = (restarts: readonly CheckedLoss[]) => sampledLosses([restarts], { source }).holds

/** Restarts whose second losses are means of a few exponentially distributed numbers: right on average, and skewed as sampled losses are. */
function skewedRestarts(draw: () => number, samples = 30): readonly CheckedLoss[] {
  return Array.from({ length: 40 }, (_, k) => {
    const loss = 1 + k
    const losses = Array.from({ length: samples }, () => -loss * Math.log(1 - draw()))
    const exactLoss = losses.reduce((sum, each) => sum + each, 0) / samples
    const variance = losses.reduce((sum, each) => sum + (each - exactLoss) ** 2, 0) / samples
    return { loss, lossStandardError: 0.001 * loss, exactLoss, exactStandardError: Math.sqrt(variance / samples) }
  })
}

function uniformNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

test('second losses that are right on average differ from 0 by chance alone, though each is from few samples', () => {
  const draw = uniformNumbers(5)
  const standardErrors = Array.from({ length: 200 }, () => Number(judged(skewedRestarts(draw)).measured))
  const mean = standardErrors.reduce((sum, each) => sum + each, 0) / standardErrors.length
  // The mean of loss / second loss would be 1 / (samples − 1) too high, which is a whole standard error of 40 restarts.
  expect(Math.abs(mean)).toBeLessThan(0.5)
})

test('losses a tenth too high are noticed, whatever the restarts lose', () => {
  const loss = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(fc.array(loss, { minLength: 1, maxLength: 20 }), (losses) => {
      const right = losses.map((each) => ({ loss: each, lossStandardError: 0.01 * each, exactLoss: each }))
      expect(judged(right)).toMatchObject({ holds: true, measured: 0 })
      expect(judged(right.map((each) => ({ ...each, loss: 1.1 * each.loss }))).holds).toBe(false)
    }),
  )
})

test('a condition without restarts does not hold', () => {
  expect(judged([]).holds).toBe(false)
})
