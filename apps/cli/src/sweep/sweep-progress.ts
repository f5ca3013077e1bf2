import type { Sweep } from '@digon/sweeps'
import { duration } from '../progress.js'
import type { Terminal } from '../terminal.js'

/** Progress of a sweep on stderr: cells done, rate over the last minute, time left. One line on a terminal, else one in ten seconds. */
export interface SweepProgress {
  /** A task has all its cells. */
  readonly done: (task: number) => void
  /** A share of a task is trained, from 0 to 1. */
  readonly partly: (task: number, share: number) => void
  readonly stop: () => void
}

const windowMilliseconds = 60_000

export function showSweepProgress(sweep: Sweep, mine: readonly number[], { progress, error }: Terminal): SweepProgress {
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
  /** Times and cells of the last minute, the oldest first. */
  const samples: { at: number; cells: number }[] = []
  const line = (): string => {
    const now = { at: performance.now(), cells }
    samples.push(now)
    while (samples.length > 2 && now.at - samples[1]!.at >= windowMilliseconds) samples.shift()
    const [first] = samples
    const rate = ((now.cells - first!.cells) / (now.at - first!.at)) * 1000
    const percentage = Math.floor((100 * cells) / Math.max(1, total))
    const left = Number.isFinite(rate) && rate > 0 ? duration((total - cells) / rate) : '?'
    return `${percentage} %  ${Math.floor(cells)} of ${total} models  ${rate > 0 ? rate.toFixed(rate < 10 ? 1 : 0) : '?'} models/s  ${left} left`
  }
  // The first results are from before: what was found done is no speed.
  let began = false
  const begin = (): void => {
    if (began) return
    began = true
    samples.push({ at: performance.now(), cells })
  }
  const redraw = progress?.isTTY === true
  const timer = progress && setInterval(() => show(), redraw ? 500 : 10_000)
  timer?.unref()
  const show = (): void => {
    if (redraw) progress?.write(`\r\u001b[K${line()}`)
    else error(line())
  }
  return {
    done: (task) => {
      set(task, 1)
    },
    partly: (task, share) => {
      begin()
      set(task, Math.min(share, 1))
    },
    stop: () => {
      clearInterval(timer)
      if (redraw) progress?.write('\r\u001b[K')
    },
  }
}
