import type { RunEvent } from '@digon/experiments'
import { progressBar } from '../progress.js'
import type { Terminal } from '../terminal.js'

/** Turns the events of a running experiment into a progress line for each ensemble. */
export function showProgress(
  experiment: string,
  terminal: Terminal,
): { readonly show: (event: RunEvent) => void; readonly stop: () => void } {
  const bar = progressBar(terminal, 'steps')
  return {
    show(event) {
      switch (event.type) {
        case 'ensemble-start':
          bar.start(
            `${experiment}/${event.ensemble} (${event.index + 1} of ${event.count}, ${event.memberCount} models)`,
            event.steps,
          )
          break
        case 'ensemble-progress':
          bar.update(event.step)
          break
        case 'ensemble-end':
          bar.stop()
          if (event.reused) terminal.error(`${experiment}/${event.ensemble}: already trained`)
          break
      }
    },
    stop: () => bar.stop(),
  }
}
