import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

async function turnsUntilTimer(): Promise<number> {
  const { nextTurn } = await import('./next-turn.js')
  let fired = false
  setTimeout(() => {
    fired = true
  }, 100)
  let turns = 0
  while (!fired && turns < 10_000_000) {
    await nextTurn()
    turns++
  }
  return turns
}

test('a timer gets through between turns, and turns do not wait for timers', async () => {
  const turns = await turnsUntilTimer()
  expect(turns).toBeGreaterThan(1)
  expect(turns).toBeLessThan(10_000_000)
})

test('the same without setImmediate, as in browsers', async () => {
  vi.stubGlobal('setImmediate', undefined)
  const turns = await turnsUntilTimer()
  expect(turns).toBeGreaterThan(1)
  expect(turns).toBeLessThan(10_000_000)
})

test('where there is no setImmediate, all turns share one channel that is held, and come in order', async () => {
  const opened: MessageChannel[] = []
  class CountedChannel extends MessageChannel {
    constructor() {
      super()
      opened.push(this)
    }
  }
  vi.stubGlobal('setImmediate', undefined)
  vi.stubGlobal('MessageChannel', CountedChannel)
  vi.resetModules()
  const { nextTurn } = await import('./next-turn.js')
  const came: number[] = []
  await Promise.all([1, 2, 3].map((turn) => nextTurn().then(() => came.push(turn))))
  for (let turn = 4; turn <= 50; turn++) await nextTurn().then(() => came.push(turn))
  expect(came).toEqual(Array.from({ length: 50 }, (_, k) => k + 1))
  expect(opened).toHaveLength(1)
  opened[0]!.port1.close()
})
