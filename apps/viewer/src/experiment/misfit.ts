/** Settings that are right one by one and do not fit together, in the words of the page. */
import type { Path, Problem } from '@digon/messages'
import { InvalidEnsembleError } from '@digon/model'
import { ensembleOf } from './describe.js'
import type { Settings } from './settings.js'
import { settingFields } from './settings-fields.js'

/** What in the settings does not fit together, by the names of fields on the page; undefined where all does. */
export function misfitOf(settings: Settings): string | undefined {
  try {
    ensembleOf(settings)
    return undefined
  } catch (error) {
    if (!(error instanceof InvalidEnsembleError)) throw error
    const [{ path, found, expected }] = error.problems as [Problem]
    const field = settingAt(path, settings)
    return `${field === undefined ? path.join('.') : settingFields[field].label}: ${found} does not fit; expected ${expected}`
  }
}

/** The setting that a path in an ensemble speaks of. */
function settingAt(path: Path, { law, states }: Settings): keyof Settings | undefined {
  const words = path.filter((part): part is string => typeof part === 'string')
  const name = words[0] === 'members' ? words[1] : words[0] === 'model' ? words[1] : words[0]
  if (name !== 'data') return name !== undefined && name in settingFields ? (name as keyof Settings) : undefined
  const field = words[2]
  if (field === 'probability')
    return law === 'latent' ? (states === 'halves' ? 'probability' : 'states') : 'probabilities'
  return field !== undefined && field in settingFields ? (field as keyof Settings) : undefined
}
