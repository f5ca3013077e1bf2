/**
 * The backends `tfjs-cpu`, `tfjs-wasm` and `tfjs-webgpu`, as the contract of @digon/model wants them. Only names and decisions
 * are here: the engine and tfjs itself are loaded when a backend is first probed or opened.
 */
import {
  type Backend,
  BackendUnavailableError,
  type Ensemble,
  type OpenOptions,
  type Probe,
  UnsupportedEnsembleError,
} from '@digon/model'
import { checkComplete } from '@digon/model/engine'
import type { CustomForward, TensorHandle } from './custom-model.js'
import type { TfjsDevice } from './devices/device-name.js'
import { supportFor } from './support.js'

/** Options of `tfjs`. */
export interface TfjsOptions<T extends TensorHandle = TensorHandle> {
  /** Forward functions of custom models, by the name that the ensemble's model has. Default: none. */
  readonly customModels?: Readonly<Record<string, CustomForward<T>>>
  /**
   * Folder of the WASM binaries of @tensorflow/tfjs-backend-wasm, ending in a slash: an address in a page, a path in Node.
   * Needed only where a bundler does not carry the binary along. The device starts once in a realm, with the folder of the
   * first backend that was probed or opened. Default: found without help.
   */
  readonly wasmPaths?: string
}

const devices: readonly TfjsDevice[] = ['cpu', 'wasm', 'webgpu']

/**
 * The general engine: every autoencoder ensemble, and custom models by automatic differentiation, all members in one graph.
 * Arithmetic is float32. Sessions on any devices may be open side by side; they take turns.
 *
 * @throws {RangeError} for a device of another name.
 */
export function tfjs<T extends TensorHandle = TensorHandle>(device: TfjsDevice, options: TfjsOptions<T> = {}): Backend {
  if (!devices.includes(device)) {
    throw new RangeError(`invalid device: ${device}; expected one of ${devices.join(', ')}`)
  }
  const name = `tfjs-${device}`
  const { customModels = {}, wasmPaths } = options
  const start = async () =>
    (await import('./engine.js')).startDevice(device, wasmPaths === undefined ? {} : { wasmPaths })
  const supports = (ensemble: Ensemble) => supportFor(device, ensemble, customModels)

  const probe = async (): Promise<Probe> => {
    try {
      return (await start()).probe
    } catch (error) {
      return { available: false, reason: `tfjs cannot be loaded: ${error instanceof Error ? error.message : error}` }
    }
  }
  const open = async (ensemble: Ensemble, openOptions: OpenOptions = {}) => {
    openOptions.signal?.throwIfAborted()
    checkComplete(ensemble)
    const support = supports(ensemble)
    if (!support.supported) throw new UnsupportedEnsembleError(name, support.reason)
    const found = await probe()
    if (!found.available) throw new BackendUnavailableError([{ name, reason: found.reason }])
    const { openSession } = await import('./engine.js')
    return openSession((await start()).device, ensemble, customModels, openOptions)
  }
  return { name, arithmetic: 'float32', probe, supports, open }
}
