/** `--set FIELD=VALUE` as it is written on the command line. Apart from what applies it, so that `--help` loads nothing of that. */
import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { PlanValue } from '@digon/formats'

export interface Change {
  /** For example `members.learningRate`. */
  readonly field: string
  readonly value: PlanValue
}

/** The value as JSON or else as a word; given several times, in their order. */
export function changeOption(text: string, before: readonly Change[] = []): readonly Change[] {
  const [, field, value] = /^([A-Za-z][\w.]*)=(.+)$/s.exec(text) ?? []
  if (field === undefined || value === undefined) throw new InvalidArgumentError('expected FIELD=VALUE')
  return [...before, { field, value: parsedOrWord(value) }]
}

function parsedOrWord(text: string): PlanValue {
  try {
    return JSON.parse(text) as PlanValue
  } catch {
    return text
  }
}
