/** What became of a task of a sweep, its parts included where it was cut: to look at, to send away, to take over. */
import { type Engine, taskId } from '@digon/formats'
import {
  copyFailure,
  copyTask,
  failureName,
  filesSource,
  folderSource,
  type RunStore,
  readInside,
  readTaskState,
  type TaskSource,
} from '@digon/runs'
import { type Sweep, type SweepTask, taskOfCells } from './expand.js'
import { nameOf } from './task-name.js'
import { halvesOf, type Outcome } from './work.js'

/** Undefined while cells of it are neither trained nor failed. */
export async function outcomeOf(directory: string, task: SweepTask): Promise<Outcome | undefined> {
  const { status, record } = await readTaskState(directory, task.folder)
  if (status === 'finished') return { failed: 0, diverged: record!.diverged.length }
  if (status !== 'failed') return undefined
  if (task.cells.length === 1) return { failed: 1, diverged: 0 }
  const [first, second] = halvesOf(task)
  const halves = [await outcomeOf(directory, first!), await outcomeOf(directory, second!)]
  if (halves.includes(undefined)) return undefined
  const sum = (of: keyof Outcome) => halves[0]![of] + halves[1]![of]
  return { failed: sum('failed'), diverged: sum('diverged') }
}

/**
 * Copies a task, and the parts that it was cut into, from elsewhere; what is in the run already must be the same.
 *
 * @throws as `copyTask`.
 */
export async function copySweepTask(
  sweep: Pick<Sweep, 'plan'>,
  task: SweepTask,
  { from, to, engine }: { readonly from: TaskSource; readonly to: RunStore; readonly engine: Engine },
): Promise<void> {
  const { folder, cells } = task
  const record = await from.record(folder)
  if (record?.status === 'finished') {
    return copyTask(from, to, folder, await taskId(taskOfCells(sweep.plan, cells, nameOf(folder)), engine))
  }
  await copyFailure(from, to, folder)
  if (cells.length === 1) return
  for (const half of halvesOf(task)) await copySweepTask(sweep, half, { from, to, engine })
}

/** Every file of a task that is done, by its path inside the run; `takeFiles` is the way back. */
export async function filesOf(directory: string, task: SweepTask): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const source = folderSource(directory)
  const add = async ({ folder, cells, cost }: SweepTask): Promise<void> => {
    const record = await source.record(folder)
    if (record?.status === 'finished') {
      for (const [name, facts] of Object.entries(record.files)) {
        files.set(`${folder}/${name}`, await source.read(`${folder}/${name}`, facts))
      }
      files.set(`${folder}/task.json`, await readInside(directory, `${folder}/task.json`))
      return
    }
    files.set(`${folder}/${failureName}`, await source.read(`${folder}/${failureName}`))
    if (cells.length > 1) for (const half of halvesOf({ folder, cells, cost })) await add(half)
  }
  await add(task)
  return files
}

/** Takes over what `filesOf` gave elsewhere. @param name where it comes from, for messages. @throws as `copyTask`. */
export function takeFiles(
  sweep: Sweep,
  task: SweepTask,
  files: ReadonlyMap<string, Uint8Array>,
  { to, engine, name }: { readonly to: RunStore; readonly engine: Engine; readonly name: string },
): Promise<void> {
  return copySweepTask(sweep, task, { from: filesSource(name, files), to, engine })
}
