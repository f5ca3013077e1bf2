import { openSweep, workOnSweep } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import { packageVersions } from '../package-versions.js'
import type { WorkContext, WorkKinds } from '../workers/worker-protocol.js'

/** One of the processes of a sweep: trains what no other has claimed, until nothing is left. */
export async function sweepHere(
  { directory, backend: name, threads, checkpointSeconds, ...options }: WorkKinds['sweep']['asked'],
  { signal, tell, nextChange }: WorkContext<WorkKinds['sweep']['told']>,
): Promise<true> {
  const backend = await openBackend(name, { threads })
  const madeWith = { checkpointSeconds, packageVersions: packageVersions(backend) }
  const { sweep, store, engine } = await openSweep(directory, madeWith)
  await workOnSweep(store, sweep, { ...options, backend, engine, signal, nextChange, onEvent: tell })
  return true
}
