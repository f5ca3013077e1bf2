/** How many restarts of a set-up ended in a state, diverged ones counted against it. */
import type { SetUpResult } from './numbers.js'

/** @param state its beginning: `hexagon` counts every hexagon. From 0 to 1. */
export function reachedShare({ states, losses }: SetUpResult, state: string): number {
  const reached = Object.entries(states).reduce((sum, [name, count]) => (name.startsWith(state) ? sum + count : sum), 0)
  return reached / (losses.count + losses.diverged)
}
