import { openSweep, workOnSweep } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import type { WorkContext, WorkKinds } from '../workers/worker-protocol.js'

/** One of the processes of a sweep: trains what no other has claimed, until nothing is left. */
export async function sweepHere(
  { directory, backend: name, threads, checkpointSeconds, ...options }: WorkKinds['sweep']['asked'],
  { signal, tell, nextChange }: WorkContext<WorkKinds['sweep']['told']>,
): Promise<true> {
  const { sweep, store, engine } = await openSweep(directory, { checkpointSeconds })
  const backend = await openBackend(name, { threads })
  await workOnSweep(store, sweep, { ...options, backend, engine, signal, nextChange, onEvent: tell })
  return true
}
