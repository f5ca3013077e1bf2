import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.js'

/** Progress on stderr with rate and time left: one redrawn line on a terminal, a plain line every ten seconds elsewhere. */
export interface ProgressBar {
  /** Announces the next piece of work. @param done units of it that were done before and take no time now. Default 0. */
  start(label: string, total: number, done?: number): void
  /** Units done of the current piece. */
  update(done: number): void
  stop(): void
}

export function progressBar({ progress }: Terminal, unit: string): ProgressBar {
  if (progress === undefined) return { start() {}, update() {}, stop() {} }
  const bar = new SingleBar(
    {
      format: `{label} {bar} {percentage}%  {value}/{total} ${unit}  {rate} ${unit}/s  {timeLeft} left`,
      stream: progress,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
      fps: 5,
      barsize: 24,
    },
    Presets.shades_classic,
  )
  let label = ''
  let total = 0
  let before = 0
  let startedAt = 0
  const facts = (done: number) => {
    const seconds = (performance.now() - startedAt) / 1000
    const rate = seconds > 0 ? Math.max(0, done - before) / seconds : 0
    return { label, rate: rate >= 10 ? Math.round(rate) : rate.toFixed(1), timeLeft: duration((total - done) / rate) }
  }
  return {
    start(nextLabel, nextTotal, done = 0) {
      label = nextLabel
      total = nextTotal
      before = done
      startedAt = performance.now()
      bar.start(total, done, facts(done))
    },
    update: (done) => bar.update(done, facts(done)),
    stop: () => bar.stop(),
  }
}

/** Seconds as `45 s`, `3 min 05 s` or `2 h 10 min`; unknown times as `?`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '?'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}
