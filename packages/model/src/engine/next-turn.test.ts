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
