/** One line that tells how far work is: redrawn on a terminal, else written every ten seconds. */
import type { Terminal } from './terminal.js'

export interface ProgressLine {
  /** Something that stays to be read. */
  readonly note: (text: string) => void
  readonly stop: () => void
}

const redrawMilliseconds = 500
const writeMilliseconds = 10_000

/** @param line makes the text of now. Without a stream for progress there are only notes. */
export function progressLine({ progress, error }: Terminal, line: () => string): ProgressLine {
  const isRedrawn = progress?.isTTY === true
  const erase = (): void => {
    if (isRedrawn) progress?.write('\r\u001b[K')
  }
  const show = (): void => {
    erase()
    if (isRedrawn) progress?.write(line())
    else error(line())
  }
  const timer = progress && setInterval(show, isRedrawn ? redrawMilliseconds : writeMilliseconds)
  timer?.unref()
  return {
    note(text) {
      erase()
      error(text)
    },
    stop() {
      clearInterval(timer)
      erase()
    },
  }
}

const windowMilliseconds = 60_000

/** Speed over the last minute. What was found done before the first call is no speed. */
export interface RecentRate {
  /** @param done units in all until now. @returns units a second; NaN before anything is known. */
  readonly at: (done: number) => number
}

export function recentRate(): RecentRate {
  /** The oldest first. */
  const samples: { readonly at: number; readonly done: number }[] = []
  return {
    at(done) {
      const now = { at: performance.now(), done }
      samples.push(now)
      while (samples.length > 2 && now.at - samples[1]!.at >= windowMilliseconds) samples.shift()
      return ((done - samples[0]!.done) / (now.at - samples[0]!.at)) * 1000
    },
  }
}
