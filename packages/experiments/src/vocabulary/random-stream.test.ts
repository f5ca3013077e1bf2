import { normalProbability } from '@digon/data'
import { expect, test } from 'vitest'
import { randomStream } from './random-stream.js'

test('a stream is a function of its seed, and its normal numbers are the quantiles of its uniform ones', () => {
  const [first, again, other] = [randomStream(7), randomStream(7), randomStream(8)]
  // More than a page.
  const uniforms = Array.from({ length: 5000 }, () => first.uniform())
  expect(Array.from({ length: 5000 }, () => normalProbability(again.normal()))).toEqual(
    uniforms.map((number) => expect.closeTo(number, 12)),
  )
  expect(other.uniform()).not.toBe(uniforms[0])
  expect(uniforms.every((number) => number > 0 && number < 1)).toBe(true)
  expect(new Set(uniforms).size).toBe(5000)
})

test('normal numbers have mean 0 and variance 1, and nothing in common with their neighbors', () => {
  const { normal } = randomStream(1)
  const count = 100_000
  const numbers = Array.from({ length: count }, normal)
  const meanOf = (of: (value: number, k: number) => number) =>
    numbers.reduce((sum, value, k) => sum + of(value, k), 0) / count
  // Four standard errors each.
  expect(Math.abs(meanOf((value) => value))).toBeLessThan(4 / Math.sqrt(count))
  expect(Math.abs(meanOf((value) => value ** 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
  expect(Math.abs(meanOf((value, k) => value * (numbers[k + 1] ?? 0)))).toBeLessThan(4 / Math.sqrt(count))
})
