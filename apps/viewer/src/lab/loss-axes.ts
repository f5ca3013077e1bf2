/** Ranges and ticks of the loss curves: logarithmic in losses and in steps, so that neither the start nor a long end is squeezed. */
import { logTicks } from '@digon/plot'
import type { LossHistory } from './loss-history.js'

export interface LossAxes {
  /** Powers of ten: the axis of steps from `first` to `last`. */
  readonly steps: { readonly first: number; readonly last: number; readonly ticks: readonly number[] }
  readonly losses: { readonly low: number; readonly high: number; readonly ticks: readonly number[] }
}

/** Steps in the picture at least. */
const fewestSteps = 100

export function lossAxes(history: LossHistory): LossAxes {
  const last = Math.max(history.at(-1)?.step ?? 0, fewestSteps)
  const steps = { first: 1, last, ticks: powersOfTen(1, last) }
  const all = history.flatMap(({ losses }) => losses).filter((loss) => loss > 0 && Number.isFinite(loss))
  const high = all.length === 0 ? 0.1 : all.reduce((a, b) => Math.max(a, b))
  const low = Math.min(all.length === 0 ? 0.01 : all.reduce((a, b) => Math.min(a, b)), high / 3)
  return { steps, losses: { low: low / 1.15, high: high * 1.15, ticks: logTicks(low / 1.15, high * 1.15) } }
}

/** From 0 at the left to 1; step 0 stands with step 1. */
export function stepPlace(step: number, { steps }: LossAxes): number {
  return Math.log(Math.max(step, steps.first) / steps.first) / Math.log(steps.last / steps.first)
}

/** From 0 at the top to 1; what has no place is at the edge: 0 below, what is not finite above. */
export function lossPlace(loss: number, { losses: { low, high } }: LossAxes): number {
  if (!Number.isFinite(loss)) return 0
  return loss > 0 ? Math.min(1, Math.max(0, Math.log(high / loss) / Math.log(high / low))) : 1
}

/** `1,000` up to a thousand, then `10k`, `1M`: short enough for any axis. */
export function stepLabel(step: number): string {
  if (step >= 1e6) return `${step / 1e6}M`
  return step >= 1e4 ? `${step / 1e3}k` : step.toLocaleString('en')
}

function powersOfTen(first: number, last: number): number[] {
  const ticks: number[] = []
  for (let tick = first; tick <= last; tick *= 10) ticks.push(tick)
  return ticks
}
