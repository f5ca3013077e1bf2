import type { PlanValue, TrainSchedule } from '@digon/formats'
import type { StageChanges } from '@digon/model'
import { withField } from '@digon/sweeps'
import { UsageError } from '../exit-code.js'
import type { Change } from './change-option.js'

/** `--set FIELD=VALUE`: settings that are changed on the command line, in a spec or from a step on. */

/** A spec's value with the changes. @throws {FieldPathError} where a field cannot be. */
export function changed(value: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((result, change) => withField(result, change.field, change.value), value as PlanValue)
}

const ofSchedule = ['steps', 'lossEvery', 'checkpointEvery', 'evaluationSamples'] as const

/**
 * The changes as what a run that goes on is asked: its schedule, and what changes from there on.
 *
 * @throws {UsageError} when a number of the schedule is none.
 */
export function asFork(changes: readonly Change[]): Partial<Pick<TrainSchedule, (typeof ofSchedule)[number]>> & {
  readonly set?: StageChanges
} {
  const schedule: Partial<Record<(typeof ofSchedule)[number], number>> = {}
  const others: Change[] = []
  for (const change of changes) {
    const name = ofSchedule.find((each) => each === change.field)
    if (name === undefined) others.push(change)
    else if (typeof change.value === 'number' && Number.isSafeInteger(change.value) && change.value >= 0)
      schedule[name] = change.value
    else throw new UsageError(`invalid ${name}: ${JSON.stringify(change.value)}; expected an integer ≥ 0`)
  }
  return { ...schedule, ...(others.length > 0 && { set: changed({}, others) as StageChanges }) }
}
