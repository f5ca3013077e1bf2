import { openRun, readTaskRecords, recordOfRun, type Trainers, TrainerTally } from '@digon/runs'
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
    const tally = new TrainerTally()
    for (const task of tasks) tally.add(task)
    const trainers = tally.trainers()
    if (json) {
      const facts = { kind: record.spec.kind, state, tasksBegun: tasks.length, tasksDone: finished, trainers }
      terminal.out(jsonText(facts))
    } else {
      terminal.out(`${record.spec.kind}: ${state}; ${finished} of ${tasks.length} started tasks are done`)
      for (const line of trainers.map(trainerLine)) terminal.out(line)
    }
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
    for (const line of status.trainers.map(trainerLine)) terminal.out(line)
    if (workers.length > 0) terminal.out(`workers: ${whoIn(workers)}`)
    if (secondsLeft !== undefined) terminal.out(`time left: about ${duration(secondsLeft)}`)
  }
  if (running + missing > 0 || state !== 'finished') return exitCode.incomplete
  return failed + diverged > 0 ? exitCode.fails : exitCode.done
}

/** Who trained how many tasks, and on what. */
function trainerLine({ tasks, backend, arithmetic, probe, host, machine, packageVersions }: Trainers): string {
  const device = probe.available ? probe.device.description : `no device known (${probe.reason})`
  // Enough of a hash to tell two versions of an engine apart.
  const versions = Object.entries(packageVersions).map(([name, version]) => `${name} ${version.slice(0, 19)}`)
  const count = tasks === 1 ? '1 task' : `${tasks} tasks`
  return `trained by: ${backend}, ${arithmetic}, on ${device}; ${host}: ${machine}; ${versions.join(', ')}; ${count}`
}

function whoIn(workers: readonly WorkerAtWork[]): string {
  return [...new Set(workers.map(({ host, pid }) => `process ${pid} on ${host}`))].join(', ')
}
