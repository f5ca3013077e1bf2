/** Lists of steps in JSON: numbers, and regular stretches as `{from, to, every}`, so that a million kept losses are a line. */
import { z } from 'zod'

/** Ascending; a stretch holds from, from + every, …, to. */
export type StepList = readonly (number | StepStretch)[]

export interface StepStretch {
  readonly from: number
  readonly to: number
  readonly every: number
}

/** Most steps that a list may unfold to. */
const maximumCount = 4_000_000

const step = z.int().nonnegative()
const stretch = z.strictObject({ from: step, to: step, every: step.min(1) })

export const stepListSchema: z.ZodType<StepList> = z
  .array(z.union([step, stretch]), { error: 'a list of steps' })
  .refine((list) => list.reduce((sum: number, entry) => sum + countOf(entry), 0) <= maximumCount, {
    error: `at most ${maximumCount} steps`,
  })

/** @param steps integers ≥ 0, ascending. Equal lists give equal JSON. */
export function encodeSteps(steps: readonly number[]): StepList {
  const list: (number | StepStretch)[] = []
  for (let index = 0; index < steps.length; ) {
    const from = steps[index]!
    const every = (steps[index + 1] ?? from) - from
    let last = index
    while (last + 1 < steps.length && steps[last + 1]! - steps[last]! === every) last++
    const isStretch = last - index >= 2
    list.push(isStretch ? { from, to: steps[last]!, every } : from)
    index = isStretch ? last + 1 : index + 1
  }
  return list
}

export function decodeSteps(list: StepList): number[] {
  return list.flatMap((entry) => {
    if (typeof entry === 'number') return [entry]
    return Array.from({ length: countOf(entry) }, (_, index) => entry.from + index * entry.every)
  })
}

function countOf(entry: number | StepStretch): number {
  return typeof entry === 'number' ? 1 : Math.max(0, Math.floor((entry.to - entry.from) / entry.every) + 1)
}
