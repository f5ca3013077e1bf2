/**
 * What a claim expects, apart from what is measured: `atLeast(8)(medianOf(restarts, count))`. NaN and infinities never meet an
 * expectation.
 */
import { farthest, type Share, wilsonInterval } from './statistics.js'

/** A measured value, what was expected of it, and the verdict. Plain JSON. */
export interface Judgment {
  readonly expected: number | string | boolean
  readonly measured: number | string | boolean
  /** In words or as a number: what difference still counts as agreement. */
  readonly tolerance: number | string
  readonly holds: boolean
  /** How far from failing: positive with room to spare, 0 exactly on the bound, negative when it fails. Missing where there is only yes or no. */
  readonly margin?: number
  /** The unit of `margin`: shares of the tolerance, shares of the bound, or standard errors of the measured number. */
  readonly marginIn?: 'tolerance' | 'bound' | 'standard errors'
  /** The numbers lie within two standard errors of each other, so neither order is shown. Then `holds` is false. */
  readonly decided?: false
}

/** How exactly a measured number is known. */
export interface Uncertainty {
  /** Standard error of the judged number. */
  readonly standardError: number
}

/** Judges a measured value: what was expected, and whether it holds. */
export type Expectation<Value> = (measured: Value) => Judgment

/** One number, or several of which the worst is judged and shown; none never meets an expectation. */
export type Numbers = number | readonly number[]

/** The measured number is `bound` or more; of several, the least. */
export function atLeast(bound: number, uncertainty?: Uncertainty): Expectation<Numbers> {
  return (measured) => {
    const least = typeof measured === 'number' ? measured : Math.min(...measured)
    return oneSided(least, `≥ ${bound}`, least >= bound, oneSidedMargin(least - bound, bound, uncertainty))
  }
}

/** The measured number is `bound` or less; of several, the greatest. */
export function atMost(bound: number, uncertainty?: Uncertainty): Expectation<Numbers> {
  return (measured) => {
    const greatest = typeof measured === 'number' ? measured : Math.max(...measured)
    return oneSided(greatest, `≤ ${bound}`, greatest <= bound, oneSidedMargin(bound - greatest, bound, uncertainty))
  }
}

/** The measured number is greater than another one by more than two standard errors of their difference. */
export function above(other: number, { standardError }: Uncertainty): Expectation<number> {
  return (measured) => ranked(measured, `> ${shown(other)}`, measured - other, standardError)
}

/** The measured number is smaller than another one by more than two standard errors of their difference. */
export function below(other: number, { standardError }: Uncertainty): Expectation<number> {
  return (measured) => ranked(measured, `< ${shown(other)}`, other - measured, standardError)
}

/** A share of so many things is `bound` or more: `9 of 16 (33 to 77 %)`, with its 95 % interval. */
export function shareAtLeast(bound: number): Expectation<Share> {
  return (share) => judgedShare(share, `≥ ${percent(bound)} %`, bound, 1)
}

/** A share of so many things is `bound` or less, with its 95 % interval. */
export function shareAtMost(bound: number): Expectation<Share> {
  return (share) => judgedShare(share, `≤ ${percent(bound)} %`, bound, -1)
}

/**
 * The measured number differs from the expected one by at most `tolerance`: a number ≥ 0, or a share of the expected one like `1 %`. Of
 * several, the one farthest off.
 */
export function near(expected: number, tolerance: number | `${number} %`): Expectation<Numbers> {
  const most = typeof tolerance === 'number' ? tolerance : (Number(tolerance.slice(0, -2)) / 100) * Math.abs(expected)
  return (measured) => {
    const worst = typeof measured === 'number' ? measured : farthest(measured, expected)
    const off = Math.abs(worst - expected)
    return { expected, measured: shown(worst), tolerance, holds: off <= most, ...margin(1 - off / most, 'tolerance') }
  }
}

/** The measured words or truth value are the expected ones. `judgedBy` says what counted as equal when they were found. */
export function exactly<Value extends string | boolean>(
  expected: Value,
  judgedBy: string,
): Expectation<Value extends boolean ? boolean : string> {
  return (measured) => ({ expected, measured, tolerance: judgedBy, holds: measured === expected })
}

/** Options of `rising` and `falling`. */
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

type Margin = Pick<Judgment, 'margin' | 'marginIn'>

function oneSided(measured: number, expected: string, within: boolean, distance: Margin): Judgment {
  const holds = within && Number.isFinite(measured)
  return { expected, measured: shown(measured), tolerance: 'none beyond the bound', holds, ...distance }
}

/** In standard errors where there is one, else in shares of the bound; nothing for a bound of 0. */
function oneSidedMargin(room: number, bound: number, uncertainty: Uncertainty | undefined): Margin {
  return uncertainty
    ? margin(room / uncertainty.standardError, 'standard errors')
    : margin(room / Math.abs(bound), 'bound')
}

function margin(value: number, marginIn: Judgment['marginIn'] & {}): Margin {
  return Number.isFinite(value) ? { margin: value, marginIn } : {}
}

/** Two standard errors: by chance alone 1 in 40 differences is greater. */
function ranked(measured: number, expected: string, difference: number, standardError: number): Judgment {
  const errors = difference / standardError
  return {
    expected,
    measured: shown(measured),
    tolerance: `by more than 2 standard errors (${standardError.toPrecision(2)})`,
    holds: errors > 2,
    ...margin(errors - 2, 'standard errors'),
    ...(Math.abs(errors) <= 2 && { decided: false }),
  }
}

function judgedShare({ count, of }: Share, expected: string, bound: number, sign: 1 | -1): Judgment {
  const [lowest, highest] = wilsonInterval({ count, of })
  return {
    expected,
    measured: `${count} of ${of} (${percent(lowest)} to ${percent(highest)} %)`,
    tolerance: 'none beyond the bound; in brackets the 95 % interval',
    holds: of > 0 && sign * (count / of - bound) >= 0,
    ...margin((sign * (count / of - bound)) / Math.sqrt((bound * (1 - bound)) / of), 'standard errors'),
  }
}

function percent(share: number): number {
  return Math.round(1000 * share) / 10
}

/** JSON has no NaN. */
function shown(measured: number): number | string {
  return Number.isFinite(measured) ? measured : String(measured)
}
