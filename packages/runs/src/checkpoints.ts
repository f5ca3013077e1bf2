/** Checkpoints of a training run: `checkpoints/STEP.safetensors`, a whole snapshot each. */
import { InvalidFileError, readSnapshot } from '@digon/formats'
import type { Snapshot } from '@digon/model'
import { filesBelow } from './folder-content.js'
import { readInside } from './run-file.js'

/** Path of the checkpoint after so many steps. */
export function checkpointPath(step: number): string {
  return `checkpoints/${step}.safetensors`
}

/** Steps of the checkpoints that lie in a run's folder, ascending. Whether they are whole is seen when they are read. */
export async function checkpointSteps(directory: string): Promise<readonly number[]> {
  const steps: number[] = []
  for (const path of await filesBelow(directory)) {
    const step = Number(/^checkpoints\/(0|[1-9]\d{0,15})\.safetensors$/.exec(path)?.[1] ?? Number.NaN)
    if (Number.isSafeInteger(step)) steps.push(step)
  }
  return steps.sort((a, b) => a - b)
}

/**
 * The last whole checkpoint before the first one that should be there and is not, or is damaged: what comes after a gap
 * has to be made again anyway. Undefined when there is none.
 *
 * @param planned steps of the checkpoints that the finished run has, ascending.
 */
export async function checkpointToGoOnFrom(directory: string, task: readonly number[]): Promise<Snapshot | undefined> {
  const wanted = new Set(task)
  const there = await checkpointSteps(directory)
  let last: Snapshot | undefined
  for (const step of [...new Set([...task, ...there])].sort((a, b) => a - b)) {
    const snapshot = await readCheckpoint(directory, step)
    if (snapshot !== undefined) last = snapshot
    else if (wanted.has(step)) break
  }
  return last
}

async function readCheckpoint(directory: string, step: number): Promise<Snapshot | undefined> {
  const path = checkpointPath(step)
  try {
    const snapshot = readSnapshot(await readInside(directory, path), path)
    return snapshot.step === step ? snapshot : undefined
  } catch (error) {
    if (error instanceof InvalidFileError) return undefined
    throw error
  }
}
