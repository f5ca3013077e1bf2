import { openRun, readTaskRecords, recordOfRun } from '@digon/runs'
import { sweepOf, sweepStatus, type WorkerAtWork } from '@digon/sweeps'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { duration } from '../progress.js'
import type { Terminal } from '../terminal.js'

/** `digon status RUN`: how far a run is. Reads only. @returns the exit code. */
export async function statusCommand(
  directory: string,
  { json }: { readonly json?: true },
  terminal: Terminal,
): Promise<number> {
  const record = await recordOfRun(directory)
  if (record.spec.kind !== 'sweep') {
    const { state } = await openRun(directory)
    const tasks = [...(await readTaskRecords(directory)).values()]
    const finished = tasks.filter(({ status }) => status === 'finished').length
    if (json) terminal.out(jsonText({ kind: record.spec.kind, state, tasksBegun: tasks.length, tasksDone: finished }))
    else terminal.out(`${record.spec.kind}: ${state}; ${finished} of ${tasks.length} started tasks are done`)
    return state === 'finished' ? exitCode.done : exitCode.incomplete
  }
  const status = await sweepStatus(sweepOf({ directory, record }))
  const { state, cells, done, failed, running, missing, diverged, tasks, tasksDone, workers, oldest, secondsLeft } =
    status
  if (json) {
    const oldestRunningSeconds = oldest?.seconds ?? null
    const document = { kind: 'sweep', total: cells, pending: missing, oldestRunningSeconds, ...status }
    terminal.out(jsonText({ ...document, secondsLeft: secondsLeft ?? null }))
  } else {
    terminal.out(`sweep: ${state}; ${tasksDone} of ${tasks} tasks`)
    terminal.out(`models: ${done} of ${cells} done, ${failed} failed, ${running} running, ${missing} missing`)
    if (diverged > 0) terminal.out(`${diverged} of the finished ones diverged`)
    if (oldest !== undefined) terminal.out(`longest running: ${oldest.folder}, for ${duration(oldest.seconds)}`)
    if (workers.length > 0) terminal.out(`workers: ${whoIn(workers)}`)
    if (secondsLeft !== undefined) terminal.out(`time left: about ${duration(secondsLeft)}`)
  }
  if (running + missing > 0 || state !== 'finished') return exitCode.incomplete
  return failed + diverged > 0 ? exitCode.fails : exitCode.done
}

function whoIn(workers: readonly WorkerAtWork[]): string {
  return [...new Set(workers.map(({ host, pid }) => `process ${pid} on ${host}`))].join(', ')
}
