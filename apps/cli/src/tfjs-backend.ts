/** The engines on tfjs, whose packages are large and therefore not installed with the command line. */
import { type Backend, BackendUnavailableError } from '@digon/model'

type Device = 'cpu' | 'wasm' | 'webgpu'

const reason = 'it is not installed; npm install @digon/backend-tfjs beside digon'

/**
 * @param load the package; a test hands in another.
 * @returns the backend; where its package is missing, one that is not available and says how to install it.
 */
export async function tfjsBackend(
  device: Device,
  load: () => Promise<{ readonly tfjs: (device: Device) => Backend }> = () => import('@digon/backend-tfjs'),
): Promise<Backend> {
  try {
    return (await load()).tfjs(device)
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const name = `tfjs-${device}`
    return {
      name,
      arithmetic: 'float32',
      probe: async () => ({ available: false, reason }),
      supports: () => ({ supported: true }),
      open: async () => {
        throw new BackendUnavailableError([{ name, reason }])
      },
    }
  }
}
