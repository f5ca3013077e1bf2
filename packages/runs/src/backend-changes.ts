/** What a run folder says of changes of backend: `backend-changes.json`, there only where there was one. */
import type { BackendChangeEvent } from '@digon/model'
import type { Run } from './run.js'

const name = 'backend-changes.json'

/** What is written of an event. */
type BackendChange = Omit<BackendChangeEvent, 'type'>

export async function writeBackendChanges(run: Run, changes: readonly BackendChange[]): Promise<void> {
  const plain = changes.map(({ from, to, step, reason, snapshotAgeInSeconds, passedOver }) => {
    return { from, to, step, reason, snapshotAgeInSeconds, passedOver }
  })
  await run.write(name, `${JSON.stringify(plain, undefined, 2)}\n`)
}

/** The changes that an earlier session wrote down; their file stays part of the run. None where it is missing or cannot be read. */
export async function keepBackendChanges(run: Run): Promise<BackendChange[]> {
  try {
    const changes = JSON.parse(new TextDecoder().decode(await run.read(name))) as unknown
    if (!Array.isArray(changes)) return []
    await run.keep(name)
    return changes
  } catch {
    return []
  }
}
