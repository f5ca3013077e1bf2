import type { Sweep } from '@digon/sweeps'
import { duration } from '../progress.js'
import { progressLine, recentRate } from '../progress-line.js'
import type { Terminal } from '../terminal.js'

/** Progress of a sweep on stderr: cells done, rate over the last minute, time left. */
export interface SweepProgress {
  /** A task has all its cells. */
  readonly done: (task: number) => void
  /** A share of a task is trained, from 0 to 1. */
  readonly partly: (task: number, share: number) => void
  readonly note: (text: string) => void
  readonly stop: () => void
}

export function showSweepProgress(sweep: Sweep, mine: readonly number[], terminal: Terminal): SweepProgress {
  const shares = new Map<number, number>()
  const isMine = new Set(mine)
  const cellsOf = (task: number) => sweep.tasks[task]!.cells.length
  const total = mine.reduce((sum, task) => sum + cellsOf(task), 0)
  let cells = 0
  const set = (task: number, share: number): void => {
    if (!isMine.has(task)) return
    cells += (share - (shares.get(task) ?? 0)) * cellsOf(task)
    shares.set(task, share)
  }
  const speed = recentRate()
  // The first results are from before: what was found done is no speed.
  let began = false
  const line = (): string => {
    const rate = speed.at(cells)
    const percentage = Math.floor((100 * cells) / Math.max(1, total))
    const left = Number.isFinite(rate) && rate > 0 ? duration((total - cells) / rate) : '?'
    return `${percentage} %  ${Math.floor(cells)} of ${total} models  ${rate > 0 ? rate.toFixed(rate < 10 ? 1 : 0) : '?'} models/s  ${left} left`
  }
  return {
    ...progressLine(terminal, line),
    done: (task) => {
      set(task, 1)
    },
    partly: (task, share) => {
      if (!began) speed.at(cells)
      began = true
      set(task, Math.min(share, 1))
    },
  }
}
