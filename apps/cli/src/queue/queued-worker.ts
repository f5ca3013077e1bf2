/**
 * One of the processes of `digon worker`: trains a task that a queue handed out. It knows nothing of the queue, whose locks the other
 * process renews while this one is busy.
 */
import type { SweepPlan } from '@digon/formats'
import { openStore, type RunStore } from '@digon/runs'
import { beginSweep, engineOf, expandPlan, type Sweep, workOnTask } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import { packageVersions } from '../package-versions.js'
import type { WorkContext, WorkKinds } from '../workers/worker-protocol.js'

export async function trainQueuedHere(
  { plan, engine, task, directory, isShared, threads, ...options }: WorkKinds['queued']['asked'],
  { signal, tell }: WorkContext<WorkKinds['queued']['told']>,
): Promise<true> {
  const sweep = expanded(plan)
  if (sweep.tasks[task] === undefined) throw new RangeError(`invalid task: ${task}; the plan has ${sweep.tasks.length}`)
  const backend = await openBackend(engine.backend, { threads })
  const own = engineOf(backend)
  if (own.arithmetic !== engine.arithmetic || own.streamVersion !== engine.streamVersion) {
    throw new Error(
      `this worker computes in another way (${own.arithmetic}, stream ${own.streamVersion}) than was asked`,
    )
  }
  const madeWith = { ...options, packageVersions: packageVersions(backend) }
  const store: RunStore = isShared
    ? openStore(directory, madeWith)
    : (await beginSweep(directory, plan, { ...madeWith, engine, signal })).run.store
  await workOnTask(store, sweep, task, { backend, engine, signal, onEvent: tell })
  return true
}

/** The plan that was asked for last: its other tasks are often next. */
let latest: { readonly text: string; readonly sweep: Sweep } | undefined

function expanded(plan: SweepPlan): Sweep {
  const text = JSON.stringify(plan)
  if (latest?.text !== text) latest = { text, sweep: expandPlan(plan) }
  return latest.sweep
}
