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

/** How often what is being trained can be resumed from. No result depends on it. */
export function checkpointOption(): Option<'--checkpoint-seconds <n>', undefined, undefined, number> {
  const text = 'seconds of training between checkpoints that an interrupted run resumes from (default: 10)'
  return new Option('--checkpoint-seconds <n>', text).argParser(secondsOption)
}

/** Seconds, a number > 0. */
export function secondsOption(text: string): number {
  const seconds = Number(text.trim() === '' ? Number.NaN : text)
  if (seconds > 0 && Number.isFinite(seconds)) return seconds
  throw new InvalidArgumentError('expected a number > 0')
}

/** A seed: an integer from 0 up to, not including, 2⁵³. */
export const seedOption: (text: string) => number = integerOption(0)

/** Most numbers in a list on the command line. */
const mostNumbers = 1_000_000

/** `all`, or numbers and ranges such as `0-4,17`: ascending, each once. */
export function membersOption(text: string): 'all' | readonly number[] {
  if (text === 'all') return text
  const numbers = new Set<number>()
  for (const part of text.split(',')) {
    const [, first, last] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? []
    const [from, to] = [Number(first ?? Number.NaN), Number(last ?? first)]
    if (!(from <= to && to - from + numbers.size < mostNumbers)) {
      throw new InvalidArgumentError('expected all, or numbers such as 0-4,17')
    }
    for (let number = from; number <= to; number++) numbers.add(number)
  }
  return [...numbers].sort((a, b) => a - b)
}

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
