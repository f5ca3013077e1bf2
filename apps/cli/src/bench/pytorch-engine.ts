import { fileURLToPath } from 'node:url'
import type { BenchEngine } from '@digon/model/bench'
import { startPeer } from './peer-process.js'

/** PyTorch in a process of its own, where a `python3` imports torch. */

const script = fileURLToPath(new URL('../../peers/pytorch.py', import.meta.url))
const interpreters = ['python3', '/usr/bin/python3']

export interface PyTorchFacts {
  /** The interpreter that imports torch. */
  readonly python: string
  readonly version: string
  /** Which BLAS it has loaded: with the reference BLAS it is up to three times slower, and beating that proves nothing. */
  readonly blas: string
}

/** What there is to measure, or the reason why there is nothing. */
export async function findPyTorch(): Promise<PyTorchFacts | string> {
  for (const python of interpreters) {
    const { introduction, close } = await startPeer('PyTorch', python, [script, '1', '1', '1', '1', '1', '1'])
    await close()
    if (introduction === undefined) continue
    const [version, blas] = introduction.split('|')
    return { python, version: version!, blas: blas! }
  }
  return 'no python3 here imports torch'
}

export function pytorchEngine({ python, version, blas }: PyTorchFacts, threads: number): BenchEngine {
  return {
    name: 'pytorch',
    version: `${version}, ${blas}`,
    threads,
    followsWeights: false,
    measures: (shape) => shape.kind === 'ensemble' || threads === 1,
    open({ members, featureCount, hiddenSize, batchSize, probabilities }) {
      const numbers = [members, featureCount, hiddenSize, batchSize, threads, ...probabilities]
      return startPeer('PyTorch', python, [script, ...numbers.map(String)])
    },
  }
}
