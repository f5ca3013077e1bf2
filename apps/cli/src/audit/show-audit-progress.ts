/** What an audit is doing, on stderr: the fault that is planted, and a line for each task that is trained under it. */
import type { AuditEvent } from '@digon/experiments'
import { progressBar } from '../progress.js'
import type { Terminal } from '../terminal.js'

export function showAuditProgress(terminal: Terminal): {
  /** For the events of one experiment. */
  readonly of: (experiment: string) => (event: AuditEvent) => void
  readonly stop: () => void
} {
  const bar = progressBar(terminal, 'steps')
  return {
    of(experiment) {
      let planted = 'no fault'
      return (event) => {
        switch (event.type) {
          case 'fault-start':
            planted = event.fault
            terminal.error(`${experiment}: ${planted} (fault ${event.index + 1} of ${event.count})`)
            break
          case 'ensemble-start':
            bar.start(`${experiment}/${event.ensemble}, ${planted}`, event.steps)
            break
          case 'ensemble-progress':
            bar.update(event.step)
            break
          case 'ensemble-end':
            bar.stop()
            break
        }
      }
    },
    stop: () => bar.stop(),
  }
}
