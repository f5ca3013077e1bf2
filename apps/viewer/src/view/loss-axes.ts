/** Ranges and ticks of the loss curves: a logarithmic axis of losses, with the ticks of the figures, and a linear one of steps. */
import { logTicks } from '@digon/plot'
import type { LossPoint } from '../state/loss-history.js'

export interface Axis {
  readonly low: number
  readonly high: number
  /** Ascending, within the range. */
  readonly ticks: readonly number[]
}

/** Steps in the picture at least. */
const fewestSteps = 100

export function stepAxis(points: readonly LossPoint[]): Axis {
  const high = Math.max(points.at(-1)?.step ?? 0, fewestSteps)
  const distance = roundUp(high / 5, [1, 2, 5])
  return { low: 0, high, ticks: Array.from({ length: Math.floor(high / distance) + 1 }, (_, k) => k * distance) }
}

/** From a round number below all losses to one above, at least a factor of three; losses that are not > 0 do not count. */
export function lossAxis(points: readonly LossPoint[]): Axis {
  const losses = points.flatMap((point) => point.losses).filter((loss) => loss > 0 && Number.isFinite(loss))
  const high = roundUp(losses.length === 0 ? 0.1 : losses.reduce((a, b) => Math.max(a, b)), roundMantissas)
  const least = losses.length === 0 ? 0.01 : losses.reduce((a, b) => Math.min(a, b))
  const low = roundDown(Math.min(least, high / 3), roundMantissas)
  return { low, high, ticks: logTicks(low, high) }
}

/**
 * Where a loss is drawn, from 0 at the upper end of the axis to 1 at the lower. What has no place on it is at its edge, as nothing may
 * be missing from a curve: 0 below, what is not finite above.
 */
export function placeOf(loss: number, { low, high }: Axis): number {
  if (!Number.isFinite(loss)) return 0
  return loss > 0 ? Math.log(high / loss) / Math.log(high / low) : 1
}

const roundMantissas = [1, 2, 3, 5]

/** The least mantissa × 10ᵏ that is ≥ value > 0. */
function roundUp(value: number, mantissas: readonly number[]): number {
  return roundNumbersAround(value, mantissas).find((candidate) => candidate >= value)!
}

/** The greatest mantissa × 10ᵏ that is ≤ value > 0. */
function roundDown(value: number, mantissas: readonly number[]): number {
  return roundNumbersAround(value, mantissas).findLast((candidate) => candidate <= value)!
}

/** Three decades of them: the logarithm of a value next to a power of ten may fall on either side. */
function roundNumbersAround(value: number, mantissas: readonly number[]): number[] {
  const exponent = Math.floor(Math.log10(value))
  return [exponent - 1, exponent, exponent + 1].flatMap((each) => mantissas.map((mantissa) => scaled(mantissa, each)))
}

/** The nearest double to the decimal number, so that it prints as one. */
function scaled(mantissa: number, exponent: number): number {
  return Number(`${mantissa}e${exponent}`)
}
