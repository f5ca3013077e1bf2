import { nearestName } from '@digon/messages'
import type { Backend } from '@digon/model'
import { UsageError } from './exit-code.js'
import { isModuleName } from './module-name.js'

/**
 * The backends that this app knows, by their names on the command line, and those from outside, by module. A further engine of
 * our own is a line here.
 */

export interface BackendOptions {
  /** Cores at most, for engines that can use several. Default: all. */
  readonly threads?: number
}

/** Each engine is loaded when it is asked for, and not before. */
const loaders: Readonly<Record<string, (options: BackendOptions) => Promise<Backend>>> = {
  wasm: async (options) => (await import('@digon/backend-wasm')).wasm(options),
  webgpu: async () => {
    const { probedApart } = await import('./probed-apart.js')
    return probedApart((await import('@digon/backend-webgpu')).webgpu(), '@digon/backend-webgpu', 'webgpu()')
  },
  'tfjs-wasm': () => tfjs('wasm'),
  'tfjs-webgpu': async () => {
    const { probedApart } = await import('./probed-apart.js')
    return probedApart(await tfjs('webgpu'), '@digon/backend-tfjs', `tfjs('webgpu')`)
  },
  'tfjs-cpu': () => tfjs('cpu'),
  reference: async () => (await import('@digon/model')).reference(),
}

async function tfjs(device: 'wasm' | 'webgpu' | 'cpu'): Promise<Backend> {
  return (await import('./tfjs-backend.js')).tfjsBackend(device)
}

/** What `auto` tries, in this order. The GPU engines are asked for by name: none has been judged on a hardware adapter yet. */
const automaticOrder = ['wasm', 'tfjs-wasm', 'tfjs-cpu', 'reference']

const names = ['auto', ...Object.keys(loaders)]

/**
 * The backend of that name, or of the module that it names.
 *
 * @throws {UsageError} for an unknown name, with the nearest known one, or a module that is no backend.
 */
export async function openBackend(name: string, options: BackendOptions = {}): Promise<Backend> {
  if (isModuleName(name)) return (await import('./load-engine.js')).loadEngine(name, Object.keys(loaders), options)
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  if (load === undefined) throw unknownBackend(name)
  return load(options)
}

/** The backends that `--backend NAME` allows: one for a name, all in order of preference for `auto`. */
export async function candidateBackends(name: string, options: BackendOptions = {}): Promise<readonly Backend[]> {
  if (name !== 'auto') return [await openBackend(name, options)]
  return Promise.all(automaticOrder.map((candidate) => openBackend(candidate, options)))
}

/** Every backend, for `digon backends`. */
export async function allBackends(): Promise<readonly Backend[]> {
  return Promise.all(Object.keys(loaders).map((name) => openBackend(name)))
}

/** @throws {UsageError} when `--backend NAME` would not know the name. Loads nothing. */
export function checkBackendName(name: string): void {
  if (!names.includes(name) && !isModuleName(name)) throw unknownBackend(name)
}

function unknownBackend(name: string): UsageError {
  const near = nearestName(name, names)
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`
  return new UsageError(
    `unknown backend: ${name}${hint}; one of ${names.join(', ')}, or a module: ./engine.mjs, package:NAME`,
  )
}
