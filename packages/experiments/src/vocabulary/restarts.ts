/** Sets of restarts, the unit of evidence: one run is an anecdote, so all are kept, best first. JSON where the results are. */
import type { Curve } from '@digon/plot'
import { median, type Share } from './statistics.js'
import type { Trained, TrainedMember } from './sweep.js'

/** What was measured on the restarts of one condition, the best first. */
export interface Restarts<Result> {
  /** Restarts that were planned, those that diverged included. */
  readonly planned: number
  /** One result per restart that did not diverge, by rising loss; at least one. */
  readonly all: readonly Result[]
}

/**
 * What `measure` says of each restart, best first.
 *
 * @param loss of a result, by which restarts are ordered.
 * @throws {RangeError} when all restarts diverged: nothing can be said about them.
 */
export function restartsBy<Result>(
  { planned, members }: Pick<Trained<unknown>, 'planned' | 'members'>,
  measure: (member: TrainedMember) => Result,
  loss: (result: Result) => number,
): Restarts<Result> {
  if (members.length === 0) {
    throw new RangeError(`all ${planned} restarts diverged; at least one must stay finite (lower the learning rate?)`)
  }
  return { planned, all: members.map(measure).sort((a, b) => loss(a) - loss(b)) }
}

/** The restart with the least loss. */
export function best<Result>({ all }: Restarts<Result>): Result {
  return all[0]!
}

/** Below the title of a figure that shows the best restart of each condition, for example `shown: the best of 4 to 7 restarts by loss`. */
export function bestShown(conditions: readonly Restarts<unknown>[]): string {
  const counts = conditions.map(({ planned }) => planned)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  return `shown: the best of ${fewest === most ? fewest : `${fewest} to ${most}`} restarts by loss`
}

/** The median of a quantity over the restarts that did not diverge. */
export function medianOf<Result>({ all }: Restarts<Result>, quantity: (result: Result) => number): number {
  return median(all.map(quantity))
}

/** The share of all planned restarts, from 0 to 1, of which something is true; diverged ones count against it. */
export function shareOf<Result>({ all, planned }: Restarts<Result>, isTrue: (result: Result) => boolean): number {
  return all.filter(isTrue).length / planned
}

/** Of how many planned restarts something is true; diverged ones count against it. */
export function countOf<Result>({ all, planned }: Restarts<Result>, isTrue: (result: Result) => boolean): Share {
  return { count: all.filter(isTrue).length, of: planned }
}

/** How many restarts have each name, in the order in which the names are first met. */
export function tally<Result, Name extends string>(
  { all }: Restarts<Result>,
  nameOf: (result: Result) => Name,
): Readonly<Partial<Record<Name, number>>> {
  const counts: Partial<Record<Name, number>> = {}
  for (const result of all) counts[nameOf(result)] = (counts[nameOf(result)] ?? 0) + 1
  return counts
}

/** What the band of `curveOf` shows; stands below a figure's title. */
export const bandMeaning = 'line: median of the restarts, band: from the lowest to the highest'

/** A quantity over the conditions: the median of the restarts with a band from the least to the most. */
export function curveOf<Result>(
  label: string,
  points: readonly { readonly x: number; readonly restarts: Restarts<Result> }[],
  quantity: (result: Result) => number,
): Curve {
  const values = points.map(({ restarts }) => restarts.all.map(quantity))
  return {
    label,
    x: points.map(({ x }) => x),
    y: values.map(median),
    spread: {
      lowest: values.map((ofPoint) => Math.min(...ofPoint)),
      highest: values.map((ofPoint) => Math.max(...ofPoint)),
    },
  }
}

/** Training losses of the restarts, for a loss figure: `losses[restart][point]`. Plain JSON. */
export function historyOf({ task, members }: Pick<Trained<unknown>, 'task' | 'members'>): LossHistory {
  return { steps: task.lossSteps, losses: members.map(({ history }) => history) }
}

/** Losses of one model over training. */
export interface LossHistory {
  readonly steps: readonly number[]
  /** `[restart][point]`, in the order planned. */
  readonly losses: readonly (readonly number[])[]
}
