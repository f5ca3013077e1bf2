import { expect, test } from 'vitest'
import { emptyHistory, extendHistory, type LossHistory } from './loss-history.js'

const frame = (step: number, probability = 0.1) => ({
  step,
  probability,
  restarts: [{ loss: 1 / (step + 1), weights: [], bias: [], diverged: false }],
})

const after = (steps: Iterable<number>): LossHistory => {
  let history = emptyHistory
  for (const step of steps) history = extendHistory(history, frame(step))
  return history
}

test('each frame is a point of the curves', () => {
  expect(after([0, 2, 5]).points).toEqual([
    { step: 0, probability: 0.1, losses: [1] },
    { step: 2, probability: 0.1, losses: [1 / 3] },
    { step: 5, probability: 0.1, losses: [1 / 6] },
  ])
})

test('a frame of the same step adds nothing', () => {
  const history = after([0, 1])
  expect(extendHistory(history, frame(1, 0.5))).toBe(history)
})

test('however long the training, the points are bounded and evenly spread', () => {
  for (const [count, stride] of [
    [1000, 1],
    [50_000, 3],
    [3000, 1000],
  ] as const) {
    const { points } = after(Array.from({ length: count }, (_, k) => k * stride))
    const gaps = points.slice(1).map(({ step }, index) => step - points[index]!.step)
    expect(points.length).toBeLessThanOrEqual(400)
    expect(points.length).toBeGreaterThanOrEqual(150)
    expect(points[0]!.step).toBe(0)
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThanOrEqual(2.1)
    expect(points.at(-1)!.step).toBeGreaterThanOrEqual((count - 1) * stride - Math.max(...gaps))
  }
})

test('a point knows the probability it was trained at', () => {
  const { points } = extendHistory(after([0, 1]), frame(2, 0.5))
  expect(points.map(({ probability }) => probability)).toEqual([0.1, 0.1, 0.5])
})
