import { fileURLToPath } from 'node:url'
import type { BenchEngine, BenchShape } from '@digon/model/bench'
import { startPeer } from './peer-process.js'

/**
 * tfjs as a user would write the model with it, on its WASM SIMD backend, which has one thread in Node. In a process of its
 * own: our tfjs backend adds operations and gradients to the one engine of a process, and this peer must have none of them.
 */

const script = fileURLToPath(new URL('../../peers/stock-tfjs.mjs', import.meta.url))

function start({ members, featureCount, hiddenSize, batchSize, probabilities }: Omit<BenchShape, 'name' | 'kind'>) {
  const numbers = [members, featureCount, hiddenSize, batchSize, ...probabilities]
  return startPeer('tfjs', process.execPath, [script, ...numbers.map(String)])
}

/** The peer, or the reason why there is none. */
export async function stockTfjsEngine(): Promise<BenchEngine | string> {
  const smallest = { members: 1, featureCount: 1, hiddenSize: 1, batchSize: 1, probabilities: [1], warmUpSteps: 0 }
  const { introduction, close } = await start(smallest)
  await close()
  if (introduction === undefined) return 'its WASM backend does not start here'
  return {
    name: 'tfjs-wasm',
    version: introduction,
    threads: 1,
    followsWeights: false,
    measures: (shape) => shape.kind === 'ensemble',
    open: start,
  }
}
