/** One of our backends as something that can be timed. Sampling is part of the step, as it is for the peers. */
import type { Backend } from '../backend.js'
import type { BenchEngine } from './bench-engine.js'
import { ensembleOf } from './shapes.js'

export function backendEngine(
  backend: Backend,
  { name, version, threads, followsWeights, measures }: Omit<BenchEngine, 'open' | 'close'>,
): BenchEngine {
  return {
    name,
    version,
    threads,
    followsWeights,
    measures,
    async open(shape) {
      const session = await backend.open(ensembleOf(shape))
      return {
        async run(steps) {
          const startedAt = performance.now()
          await session.advance(steps)
          return (performance.now() - startedAt) / 1000
        },
        parameters: () => session.parameters(),
        close: () => session.dispose(),
      }
    },
  }
}
