/** Device `cpu`: plain JavaScript, runs wherever JavaScript does; slow. */
import '@tensorflow/tfjs-backend-cpu'
import { matMul, setBackend, tensor, version_core } from '@tensorflow/tfjs-core'
import type { EngineDevice } from './device.js'

export const cpu: EngineDevice = {
  engineName: 'cpu',
  start: async () => {
    await setBackend('cpu')
    // The first tensor of this backend prints advice in Node; here it is still silenced.
    tensor([0]).dispose()
    return {
      available: true,
      device: { description: `JavaScript, tfjs ${version_core}`, kind: 'cpu', limits: {} },
    }
  },
  multiplyMembers: (a, b, transposeA, transposeB) => matMul(a, b, transposeA, transposeB),
}
