/** An engine from outside: a module whose default export is a `Backend` of @digon/model, or a function that makes one. */
import { foundText } from '@digon/messages'
import { type Backend, checkSnapshot, type Ensemble, type Parameters } from '@digon/model'
import { UsageError } from './exit-code.js'
import { loadModule } from './load-module.js'
import { fromOutside, OutsideCodeError } from './outside-code.js'

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
  const { make } = fromOutside(name, {
    make: async () => (typeof exports.default === 'function' ? exports.default(options) : exports.default) as unknown,
  })
  const made = await make()
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
  const engine = checkedEngine(name, made as Backend)
  versions.set(engine, version)
  return engine
}

/** An engine from outside whose weights are checked: those with a NaN would be a finished run that no command can read. */
function checkedEngine(module: string, made: Backend): Backend {
  const outside = fromOutside(module, made)
  const probe: Backend['probe'] = async () => {
    const answer = await outside.probe()
    if (!isProbe(answer)) throw new OutsideCodeError(module, 'probe', new TypeError(expectedOf('probe', answer)))
    return answer
  }
  const supports: Backend['supports'] = (ensemble) => {
    const answer = outside.supports(ensemble)
    if (!isSupport(answer))
      throw new OutsideCodeError(module, 'supports', new TypeError(expectedOf('supports', answer)))
    return answer
  }
  const open: Backend['open'] = async (ensemble, options) => {
    const session = fromOutside(module, await outside.open(ensemble, options))
    const checked = async <Result>(call: string, result: Promise<Result>, check: (result: Result) => void) => {
      const given = await result
      try {
        check(given)
      } catch (error) {
        throw new OutsideCodeError(module, call, error)
      }
      return given
    }
    return withOwn(session, {
      parameters: () => checked('parameters', session.parameters(), (parameters) => checkFinite(ensemble, parameters)),
      snapshot: () =>
        checked('snapshot', session.snapshot(), (snapshot) => {
          checkSnapshot(ensemble, snapshot)
          checkFinite(ensemble, snapshot.parameters)
        }),
    })
  }
  return withOwn(outside, { probe, supports, open })
}

const answers = {
  probe: '{ available: true, device: { description, kind: cpu|gpu|software, limits } } or { available: false, reason }',
  supports: '{ supported: true } or { supported: false, reason }',
}

function expectedOf(call: keyof typeof answers, found: unknown): string {
  return `it gave ${foundText(found)}; expected ${answers[call]}`
}

function isSupport(answer: unknown): boolean {
  const { supported, reason } = fieldsOf(answer)
  return supported === true || (supported === false && typeof reason === 'string')
}

function isProbe(answer: unknown): boolean {
  const { available, reason, device } = fieldsOf(answer)
  if (available === false) return typeof reason === 'string'
  const { description, kind, limits } = fieldsOf(device)
  const isDevice = typeof description === 'string' && ['cpu', 'gpu', 'software'].includes(kind as string)
  return available === true && isDevice && Object.values(fieldsOf(limits)).every((limit) => typeof limit === 'number')
}

/** Of what should be an object; none of anything else. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

/** The same object with other functions in place of some of its own. */
function withOwn<Outside extends object>(outside: Outside, own: Partial<Outside>): Outside {
  return new Proxy(outside, { get: (target, key) => Reflect.get(Object.hasOwn(own, key) ? own : target, key) })
}

/** @throws {RangeError} with tensor and member of the first number that is not finite. */
function checkFinite({ members }: Ensemble, parameters: Parameters): void {
  for (const [name, { values }] of Object.entries(parameters)) {
    const at = values.findIndex((value: number) => !Number.isFinite(value))
    if (at < 0) continue
    const member = Math.floor(at / (values.length / members.length))
    throw new RangeError(
      `${name} of member ${member} is ${values[at]}; expected the last finite parameters, with the member listed as diverged`,
    )
  }
}
