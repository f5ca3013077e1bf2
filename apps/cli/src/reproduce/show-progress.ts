import type { RunEvent } from '@digon/experiments'
import { progressBar } from '../progress.js'
import type { Terminal } from '../terminal.js'

/** Turns the events of a running experiment into a progress line for each ensemble. With a seed, names it. */
export function showProgress(
  experiment: string,
  terminal: Terminal,
  seed?: number,
): { readonly show: (event: RunEvent) => void; readonly stop: () => void } {
  const bar = progressBar(terminal, 'steps')
  const ofSeed = seed === undefined ? '' : `, seed ${seed}`
  return {
    show(event) {
      switch (event.type) {
        case 'ensemble-start':
          bar.start(
            `${experiment}/${event.ensemble}${ofSeed} (${event.index + 1} of ${event.count}, ${event.memberCount} models)`,
            event.steps,
          )
          break
        case 'ensemble-progress':
          bar.update(event.step)
          break
        case 'ensemble-end':
          bar.stop()
          if (event.reused) terminal.error(`${experiment}/${event.ensemble}${ofSeed}: already trained`)
          break
      }
    },
    stop: () => bar.stop(),
  }
}
