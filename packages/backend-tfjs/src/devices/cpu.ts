/** Device `cpu`: plain JavaScript, runs wherever JavaScript does; slow. */
import '@tensorflow/tfjs-backend-cpu'
import { setBackend, tensor, version_core } from '@tensorflow/tfjs-core'
import { cpuMemberProduct } from './cpu-member-product.js'
import type { EngineDevice } from './device.js'

export const cpu: EngineDevice = {
  engineName: 'cpu',
  memberProduct: cpuMemberProduct,
  readsAtOnce: true,
  start: async () => {
    await setBackend('cpu')
    // The first tensor of this backend prints advice in Node; here it is still silenced.
    tensor([0]).dispose()
    return {
      available: true,
      device: { description: `JavaScript, tfjs ${version_core}`, kind: 'cpu', limits: {} },
    }
  },
}
