/** An experiment from outside: a module whose default export is an `Experiment`, as `defineExperiment` of @digon/experiments makes. */
import type { Experiment } from '@digon/experiments'
import { foundText } from '@digon/messages'
import { UsageError } from '../exit-code.js'
import { loadModule } from '../load-module.js'
import { fromOutside } from '../outside-code.js'

const outside = new WeakMap<object, { readonly name: string; readonly version: string }>()

/** Version of an experiment from outside, for the run's record; undefined for our own. */
export function experimentVersion(experiment: Experiment): string | undefined {
  return outside.get(experiment)?.version
}

/** What it is called on the command line: its id, or the module that it came from. */
export function experimentName(experiment: Experiment): string {
  return outside.get(experiment)?.name ?? experiment.id
}

/**
 * @param name the module, as `loadModule` knows it.
 * @param taken ids that an experiment must not have, as runs would mistake it for one of ours.
 * @throws {UsageError} with what is missing, when the default export is no experiment.
 */
export async function loadOutsideExperiment(name: string, taken: readonly string[]): Promise<Experiment> {
  const { exports, version } = await loadModule(name)
  const refuse = (field: string, found: unknown, expected: string) =>
    new UsageError(`invalid ${name}: ${field} is ${foundText(found)}; expected ${expected}`)
  const { default: made } = exports
  if (typeof made !== 'object' || made === null) {
    throw refuse('its default export', made, 'an experiment, as defineExperiment of @digon/experiments makes')
  }
  const experiment = made as Readonly<Record<string, unknown>>
  const { id, presets } = experiment
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) {
    throw refuse('id', id, 'a name in lower case, of letters, digits and hyphens')
  }
  if ([...taken, 'all', 'seeds'].includes(id)) throw refuse('id', id, 'an id that no built-in experiment has')
  for (const field of ['title', 'section', 'paper', 'method']) {
    if (typeof experiment[field] !== 'string') throw refuse(field, experiment[field], 'a string')
  }
  if (typeof presets !== 'object' || presets === null)
    throw refuse('presets', presets, 'an object with quick, paper or both')
  for (const method of ['plan', 'measure', 'figures', 'claims']) {
    if (typeof experiment[method] !== 'function') throw refuse(method, experiment[method], 'a function')
  }
  const guarded = fromOutside(name, made as Experiment)
  outside.set(guarded, { name, version })
  return guarded
}
