import { Writable } from 'node:stream'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { progressBar } from './progress.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What is written by a bar that starts after so many units and makes so many in each of some seconds. */
function written(total: number, before: number, perSecond: number, seconds: number): string {
  let text = ''
  const stream = new Writable({
    write(piece, _, done) {
      text += piece
      done()
    },
  })
  const bar = progressBar(
    {
      out: () => undefined,
      error: () => undefined,
      progress: stream as NodeJS.WriteStream,
      signal: new AbortController().signal,
    },
    'steps',
  )
  bar.start('x', total, before)
  for (let second = 1; second <= seconds; second++) {
    vi.advanceTimersByTime(1000)
    bar.update(before + second * perSecond)
  }
  bar.stop()
  return text
}

test('rate and time left are of what is done now, however much was done before', () => {
  const cases = fc.record({ before: fc.nat(1e6), perSecond: fc.integer({ min: 10, max: 1000 }), left: fc.nat(50) })
  fc.assert(
    fc.property(cases, ({ before, perSecond, left }) => {
      const total = before + perSecond * (10 + left)
      const last = written(total, before, perSecond, 10).trim().split('\n').at(-1)!
      expect(last).toContain(`${before + 10 * perSecond}/${total} steps  ${perSecond} steps/s  ${left} s left`)
    }),
    { numRuns: 30 },
  )
})

test('before anything is done nothing is claimed of it', () => {
  expect(written(2000, 1000, 0, 0)).toContain('1000/2000 steps  0.0 steps/s  ? left')
})
