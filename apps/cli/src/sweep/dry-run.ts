import { availableParallelism } from 'node:os'
import type { Engine } from '@digon/formats'
import { cellAt, cellId, type Sweep, taskOfCells } from '@digon/sweeps'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { duration } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { textTable } from '../text-table.js'

/** `digon sweep PLAN --dry-run`: what a sweep would do. Nothing is written, nothing is trained. */

const shownCells = 5

export interface DryRunOptions {
  /** What would train. */
  readonly engine: Engine
  /** Cores; default all. */
  readonly jobs?: number
  readonly json?: true
}

export function dryRun(
  { plan, cellCount, tasks, coordinates }: Sweep,
  { engine, jobs = availableParallelism(), json }: DryRunOptions,
  terminal: Terminal,
): number {
  const sum = (quantity: 'microseconds' | 'bytes') =>
    tasks.reduce((total, { cells, cost }) => total + cells.length * cost[quantity], 0)
  const cells = Array.from({ length: Math.min(shownCells, cellCount) }, (_, index) => {
    return { id: cellId(taskOfCells(plan, [index], 'named'), 0, engine), ...cellAt(plan, index) }
  })
  const seconds = Math.round(sum('microseconds') / 1000 / Math.min(jobs, tasks.length)) / 1000
  const memoryBytes = Math.max(...tasks.map((task) => task.cells.length * task.cost.memoryBytes)) * jobs
  const estimate = { seconds, memoryBytes, diskBytes: Math.round(sum('bytes')) }
  if (json) {
    terminal.out(jsonText({ cells: cellCount, tasks: tasks.length, first: cells, estimate, ...estimate }))
    return exitCode.done
  }
  terminal.out(`${cellCount} models in ${tasks.length} tasks`)
  const names = coordinates.map(({ name }) => name)
  const titles = [...['cell', ...names, 'restart', 'seed']].map((title) => ({ title, align: 'right' as const }))
  const rows = cells.map(({ index, restart, seed, coordinates: at }) => [
    String(index),
    ...names.map((name) => JSON.stringify(at[name])),
    String(restart),
    String(seed),
  ])
  terminal.out(textTable(titles, rows))
  terminal.out(
    `Estimated: ${duration(seconds)} on ${jobs} cores, ${megabytes(memoryBytes)} of memory beside the programs, ${megabytes(estimate.diskBytes)} on disk`,
  )
  return exitCode.done
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${Math.round(bytes / 1e6)} MB`
}
