/** The work of a reproduction done by processes of their own: which of them does what is decided by `reproduceRun`. */
import type { PresetName } from '@digon/experiments'
import type { ReproduceWorkers } from '@digon/runs/reproduce'
import type { WorkerPool } from '../workers/worker-pool.js'
import { experimentName } from './load-outside-experiment.js'

export interface ProcessesOptions {
  /** Of the run. */
  readonly directory: string
  readonly preset: PresetName
  /** Name on the command line, or the module. */
  readonly backend: string
  readonly cores: number
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number | undefined
}

export function inProcesses(pool: WorkerPool, options: ProcessesOptions): ReproduceWorkers {
  const { cores, checkpointSeconds, ...shared } = options
  return {
    cores,
    train: ({ experiment, seed, folder, index }, threads, onEvent) => {
      const asked = {
        ...shared,
        experiment: experimentName(experiment),
        seed,
        folder,
        index,
        threads,
        checkpointSeconds,
      }
      return pool.ask('train', asked, onEvent)
    },
    judge: ({ experiment, seed, folder }, draw) => {
      const asked = { ...shared, experiment: experimentName(experiment), seed, folder, draw, threads: 1 }
      return pool.ask('judge', asked)
    },
  }
}
