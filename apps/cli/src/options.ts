import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type { PlanValue } from '@digon/formats'

/** Numbers on the command line, checked at once: a wrong one is refused before any work. */

/** An integer within [minimum, maximum], both included. */
export function integerOption(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
    if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(
        maximum === Number.MAX_SAFE_INTEGER
          ? `expected an integer ≥ ${minimum}`
          : `expected an integer from ${minimum} to ${maximum}`,
      )
    }
    return value
  }
}

/** Cores of a command whose work other processes can share. */
export function jobsOption(): Option<'--jobs <n>', undefined, undefined, number> {
  const text = 'cores to use, each by a process of its own (default: all; 1 for engines on a GPU or from outside)'
  return new Option('--jobs <n>', text).argParser(integerOption(1, 1024))
}

/** Seconds, a number > 0. */
export function secondsOption(text: string): number {
  const seconds = Number(text.trim() === '' ? Number.NaN : text)
  if (seconds > 0 && Number.isFinite(seconds)) return seconds
  throw new InvalidArgumentError('expected a number > 0')
}

/** A seed: an integer from 0 up to, not including, 2⁵³. */
export const seedOption: (text: string) => number = integerOption(0)

/** `AXIS=VALUE`, the value as JSON or else as a word; given several times, all hold. */
export function whereOption(
  text: string,
  before: Readonly<Record<string, PlanValue>> = {},
): Readonly<Record<string, PlanValue>> {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('expected AXIS=VALUE')
  return { ...before, [name]: parsedOrWord(value) }
}

function parsedOrWord(text: string): PlanValue {
  try {
    return JSON.parse(text) as PlanValue
  } catch {
    return text
  }
}
