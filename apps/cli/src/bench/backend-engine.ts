import type { Backend } from '@digon/model'
import { ownVersion } from '../own-version.js'
import type { BenchEngine } from './engine.js'
import { ensembleOf } from './shapes.js'

/** One of our backends. Sampling is part of the step, as it is for the peers. */
export function backendEngine(
  backend: Backend,
  { name, threads, followsWeights, measures }: Pick<BenchEngine, 'name' | 'threads' | 'followsWeights' | 'measures'>,
): BenchEngine {
  return {
    name,
    version: ownVersion(),
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
        close: () => session.dispose(),
      }
    },
  }
}
