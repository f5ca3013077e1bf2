/** An engine from outside: a module whose default export is a `Backend` of @digon/model, or a function that makes one. */
import { foundText } from '@digon/messages'
import type { Backend } from '@digon/model'
import { UsageError } from './exit-code.js'
import { loadModule } from './load-module.js'

const versions = new WeakMap<Backend, string>()

/** Version of an engine from outside, for the run's record; undefined for our own, which share the command line's version. */
export function engineVersion(backend: Backend): string | undefined {
  return versions.get(backend)
}

/**
 * @param name the module, as `loadModule` knows it.
 * @param taken names that an engine must not have, as runs would mistake it for one of ours.
 * @param options handed to the module's function, where it is one.
 * @throws {UsageError} with what is missing, when the default export is no backend.
 */
export async function loadEngine(name: string, taken: readonly string[], options: object): Promise<Backend> {
  const { exports, version } = await loadModule(name)
  const made: unknown = typeof exports.default === 'function' ? await exports.default(options) : exports.default
  const refuse = (field: string, found: unknown, expected: string) =>
    new UsageError(`invalid ${name}: ${field} is ${foundText(found)}; expected ${expected}`)
  if (typeof made !== 'object' || made === null) {
    throw refuse('its default export', made, 'a Backend of @digon/model, or a function that makes one')
  }
  const backend = made as Partial<Record<keyof Backend, unknown>>
  const names = { name: backend.name, arithmetic: backend.arithmetic }
  for (const [field, value] of Object.entries(names)) {
    if (typeof value !== 'string' || !/^[a-z][a-z0-9-]*$/.test(value)) {
      throw refuse(field, value, 'a name in lower case, of letters, digits and hyphens')
    }
  }
  if ([...taken, 'auto'].includes(backend.name as string)) {
    throw refuse('name', backend.name, 'a name that no built-in backend has')
  }
  for (const method of ['probe', 'supports', 'open'] as const) {
    if (typeof backend[method] !== 'function')
      throw refuse(method, backend[method], 'a function, as in Backend of @digon/model')
  }
  versions.set(made as Backend, version)
  return made as Backend
}
