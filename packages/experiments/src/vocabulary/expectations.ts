/**
 * What a claim expects, apart from what is measured: `atLeast(8)(medianOf(restarts, count))`. NaN and infinities never meet an
 * expectation.
 */
import { farthest } from './statistics.js'

/** A measured value, what was expected of it, and the verdict. Plain JSON. */
export interface Judgment {
  readonly expected: number | string | boolean
  readonly measured: number | string | boolean
  /** In words or as a number: what difference still counts as agreement. */
  readonly tolerance: number | string
  readonly holds: boolean
}

export type Expectation<Value> = (measured: Value) => Judgment

/** One number, or several of which the worst is judged and shown; none never meets an expectation. */
export type Numbers = number | readonly number[]

/** The measured number is `bound` or more; of several, the least. */
export function atLeast(bound: number): Expectation<Numbers> {
  return (measured) => {
    const least = typeof measured === 'number' ? measured : Math.min(...measured)
    return oneSided(least, `≥ ${bound}`, least >= bound)
  }
}

/** The measured number is `bound` or less; of several, the greatest. */
export function atMost(bound: number): Expectation<Numbers> {
  return (measured) => {
    const greatest = typeof measured === 'number' ? measured : Math.max(...measured)
    return oneSided(greatest, `≤ ${bound}`, greatest <= bound)
  }
}

/**
 * The measured number differs from the expected one by at most `tolerance`: a number ≥ 0, or a share of the expected one like `1 %`. Of
 * several, the one farthest off.
 */
export function near(expected: number, tolerance: number | `${number} %`): Expectation<Numbers> {
  const most = typeof tolerance === 'number' ? tolerance : (Number(tolerance.slice(0, -2)) / 100) * Math.abs(expected)
  return (measured) => {
    const worst = typeof measured === 'number' ? measured : farthest(measured, expected)
    return { expected, measured: shown(worst), tolerance, holds: Math.abs(worst - expected) <= most }
  }
}

/** The measured words or truth value are the expected ones. `judgedBy` says what counted as equal when they were found. */
export function exactly<Value extends string | boolean>(
  expected: Value,
  judgedBy: string,
): Expectation<Value extends boolean ? boolean : string> {
  return (measured) => ({ expected, measured, tolerance: judgedBy, holds: measured === expected })
}

export interface TrendOptions {
  /** By how much a number may go against the trend. Default 0: strictly rising or falling. */
  readonly slack?: number
  /** What the first number must meet. Default: anything. */
  readonly from?: Expectation<Numbers>
  /** What the last number must meet. Default: anything. */
  readonly to?: Expectation<Numbers>
  /** How a number is written. Default: three digits. */
  readonly digits?: (value: number) => string
}

/** Each number is above the one before it; with `slack`, below it by at most so much. */
export function rising(options: TrendOptions = {}): Expectation<readonly number[]> {
  return trend('rising', 1, options)
}

/** Each number is below the one before it; with `slack`, above it by at most so much. */
export function falling(options: TrendOptions = {}): Expectation<readonly number[]> {
  return trend('falling', -1, options)
}

/** Something is true of all of so many things: `12 of 14`. */
export function allOf(total: number, judgedBy: string): Expectation<number> {
  return (measured) => ({
    expected: `all ${total}`,
    measured: `${measured} of ${total}`,
    tolerance: judgedBy,
    holds: total > 0 && measured === total,
  })
}

/** For what the others do not say: a condition in words that was judged elsewhere. */
export function judged(expected: string, isMet: boolean, tolerance: number | string): Expectation<number | string> {
  return (measured) => ({
    expected,
    measured: typeof measured === 'number' ? shown(measured) : measured,
    tolerance,
    holds: isMet && (typeof measured === 'string' || Number.isFinite(measured)),
  })
}

function trend(name: 'rising' | 'falling', sign: 1 | -1, options: TrendOptions): Expectation<readonly number[]> {
  const { slack = 0, from, to, digits = (value) => value.toPrecision(3) } = options
  return (measured) => {
    const ends = [from?.(measured[0] ?? Number.NaN), to?.(measured.at(-1) ?? Number.NaN)] as const
    const follows = measured.every((value, k) => {
      if (k === 0) return true
      const change = sign * (value - measured[k - 1]!)
      return slack === 0 ? change > 0 : change >= -slack
    })
    const words = [name, ends[0] && `from ${ends[0].expected}`, ends[1] && `to ${ends[1].expected}`]
    return {
      expected: words.filter(Boolean).join(' '),
      measured: measured.map(digits).join(', '),
      tolerance: slack === 0 ? 'none' : slack,
      holds:
        measured.length > 1 && measured.every(Number.isFinite) && follows && ends.every((end) => end?.holds !== false),
    }
  }
}

function oneSided(measured: number, expected: string, within: boolean): Judgment {
  const holds = within && Number.isFinite(measured)
  return { expected, measured: shown(measured), tolerance: 'none beyond the bound', holds }
}

/** JSON has no NaN. */
function shown(measured: number): number | string {
  return Number.isFinite(measured) ? measured : String(measured)
}
