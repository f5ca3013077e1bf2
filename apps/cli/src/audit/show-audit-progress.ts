/** What an audit is doing, on stderr: every fault when it is planted, and how far all of it is, with the time left. */
import type { AuditEvent } from '@digon/experiments'
import { duration } from '../progress.js'
import { progressLine, recentRate } from '../progress-line.js'
import type { Terminal } from '../terminal.js'

export interface AuditProgressLine {
  readonly begin: (experiment: string) => void
  /** For the events of one experiment. */
  readonly of: (experiment: string) => (event: AuditEvent) => void
  readonly end: (experiment: string) => void
  readonly note: (text: string) => void
  readonly stop: () => void
}

/** @param experiments each with what its training takes, in any one unit. */
export function showAuditProgress(
  experiments: readonly { readonly id: string; readonly cost: number }[],
  terminal: Terminal,
): AuditProgressLine {
  const all = experiments.reduce((sum, { cost }) => sum + cost, 0)
  /** From 0 to 1: all trainings of an experiment, without a fault and under each, count alike. */
  const shares = new Map<string, number>()
  const now = new Map<string, string>()
  const rate = recentRate()
  let audited = 0
  const line = (): string => {
    const done = experiments.reduce((sum, { id, cost }) => sum + cost * (shares.get(id) ?? 0), 0)
    const speed = rate.at(done)
    return [
      `${Math.floor((100 * done) / all)} %  ${audited} of ${experiments.length} experiments`,
      `${duration((all - done) / speed)} left`,
      [...now].map(([id, fault]) => `${id}: ${fault}`).join(', '),
    ].join('  ')
  }
  const { note, stop } = progressLine(terminal, line)
  return {
    note,
    stop,
    begin: (id) => void now.set(id, 'no fault'),
    of: (id) => (event) => {
      if (event.type !== 'fault-start') return
      now.set(id, event.fault)
      shares.set(id, (event.index + 1) / (event.count + 1))
      note(`${id}: ${event.fault} (fault ${event.index + 1} of ${event.count})`)
    },
    end(id) {
      now.delete(id)
      shares.set(id, 1)
      audited++
    },
  }
}
