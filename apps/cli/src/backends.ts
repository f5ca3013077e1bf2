import { type Backend, nearestName } from '@digon/model'
import { UsageError } from './exit-code.js'

/** What a user may ask for by `--backend`; `auto` takes the first of `automaticOrder` that can do the work. */
const backendNames = ['auto', 'wasm', 'tfjs-wasm', 'tfjs-cpu', 'reference'] as const
type BackendName = (typeof backendNames)[number]

const automaticOrder: readonly BackendName[] = ['wasm', 'tfjs-wasm', 'tfjs-cpu', 'reference']

/**
 * The backend of that name; its engine is loaded only when it is asked to do something.
 *
 * @throws {UsageError} for an unknown name, with the nearest known one.
 */
export async function openBackend(name: string, options: { readonly threads?: number } = {}): Promise<Backend> {
  switch (name) {
    case 'wasm':
      return (await import('@digon/backend-wasm')).wasm(options)
    case 'tfjs-wasm':
      return (await import('@digon/backend-tfjs')).tfjs('wasm')
    case 'tfjs-cpu':
      return (await import('@digon/backend-tfjs')).tfjs('cpu')
    case 'reference':
      return (await import('@digon/model')).reference()
    default:
      throw unknownBackend(name)
  }
}

/** The backends that `--backend NAME` allows: one for a name, all in order of preference for `auto`. */
export async function candidateBackends(
  name: string,
  options: { readonly threads?: number } = {},
): Promise<readonly Backend[]> {
  if (name !== 'auto') return [await openBackend(name, options)]
  return Promise.all(automaticOrder.map((candidate) => openBackend(candidate, options)))
}

/** Every backend, for `digon backends`. */
export async function allBackends(): Promise<readonly Backend[]> {
  return candidateBackends('auto')
}

/** @throws {UsageError} when the name is not one of `backendNames`. Costs nothing else. */
export function checkBackendName(name: string): void {
  if (!(backendNames as readonly string[]).includes(name)) throw unknownBackend(name)
}

function unknownBackend(name: string): UsageError {
  const near = nearestName(name, backendNames)
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`
  return new UsageError(`unknown backend: ${name}${hint}; one of ${backendNames.join(', ')}`)
}
