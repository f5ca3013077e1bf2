import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BenchEngine } from './engine.js'

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
    const process = startProcess(python, ['1', '1', '1', '1', '1', '1'])
    const line = await process.line()
    await process.close()
    if (line === undefined) continue
    const [version, blas] = line.split('|')
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
    async open({ members, featureCount, hiddenSize, batchSize, probabilities }) {
      const numbers = [members, featureCount, hiddenSize, batchSize, threads, ...probabilities]
      const process = startProcess(python, numbers.map(String))
      await process.line()
      return {
        async run(steps) {
          process.write(`${steps}\n`)
          const line = await process.line()
          if (line === undefined) throw new Error(`PyTorch ended before it had made ${steps} steps`)
          return Number(line)
        },
        close: () => process.close(),
      }
    },
  }
}

function startProcess(
  python: string,
  args: readonly string[],
): { write(text: string): void; line(): Promise<string | undefined>; close(): Promise<void> } {
  // OPENBLAS_CORETYPE would pin OpenBLAS to slower kernels than it chooses itself.
  const { OPENBLAS_CORETYPE: _, ...environment } = process.env
  const child = spawn(python, [script, ...args], { stdio: ['pipe', 'pipe', 'ignore'], env: environment })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = new Promise<undefined>((resolve) => child.once('error', () => resolve(undefined)))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  child.stdin.on('error', () => undefined)
  return {
    write: (text) => child.stdin.write(text),
    line: () => Promise.race([lines.next().then(({ value, done }) => (done ? undefined : value)), failed]),
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
