/** How many cores a command uses, and what that takes. */
import { availableParallelism } from 'node:os'
import type { TrainingTask } from '@digon/model'
import type { Terminal } from '../terminal.js'

/** Engines of which several processes can each train on a core of their own. */
const onCores: ReadonlySet<string> = new Set(['wasm', 'reference'])

/**
 * Cores to use, each by a process of its own: as asked; else all, or 1 where the engine is on a GPU, has threads of its own, or comes
 * from outside. 1 where no further process can be started.
 */
export function coresToUse(asked: number | undefined, backend: string, { program }: Terminal): number {
  if (program === undefined) return 1
  return asked ?? (onCores.has(backend) ? availableParallelism() : 1)
}

/** Of one process with its engine and what it draws with. 176 to 194 MB were seen with small experiments. */
const processMegabytes = 330

/**
 * What the processes of a command will need at most, by estimate: the largest pieces of work at the same time.
 *
 * @param pieces the tasks that a process has in memory together.
 */
export function memoryInWords(pieces: readonly (readonly TrainingTask[])[], cores: number): string {
  const count = Math.min(cores, pieces.length)
  const bytes = pieces.map((tasks) => tasks.reduce((sum, task) => sum + trainedBytes(task), 0)).sort((a, b) => b - a)
  const largest = bytes.slice(0, count).reduce((sum, size) => sum + size, 0)
  const gigabytes = (count * processMegabytes + largest / 1e6) / 1000
  return `${count} ${count === 1 ? 'process' : 'processes'} on ${cores} cores; about ${gigabytes.toFixed(1)} GB of memory at most`
}

/** Parameters and moments in training, and what is kept of them and of the losses. */
function trainedBytes({ ensemble, lossSteps, record }: TrainingTask): number {
  const { model, members, batchSize } = ensemble
  const { length } = members
  const hidden = model.kind === 'autoencoder' ? model.hiddenSize : 1
  const parameters = model.featureCount * (hidden + 1)
  return (
    length * (4 * parameters * (4 + record.length) + 8 * lossSteps.length) +
    4 * batchSize * (model.featureCount + hidden)
  )
}
