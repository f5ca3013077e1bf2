import { resolve } from 'node:path'
import { expandPlan, mergeSweeps, openSweep } from '@digon/sweeps'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { packageVersions } from '../package-versions.js'
import type { Terminal } from '../terminal.js'
import { writeSweepFigures } from './sweep-figures.js'

/** Gaps that are named one by one. */
const shownGaps = 10

/** `digon merge RUN… --out FOLDER`. @returns the exit code. */
export async function mergeCommand(
  sources: readonly string[],
  options: { readonly out: string; readonly json?: true },
  terminal: Terminal,
): Promise<number> {
  const directory = resolve(options.out)
  const { plan } = await openSweep(sources[0]!)
  const sweep = expandPlan(plan)
  const { found, missing, tasks } = await mergeSweeps(sources, directory, {
    ...{ packageVersions: packageVersions(), signal: terminal.signal, createParents: true },
    writeFigures: (table, write) => writeSweepFigures(sweep, table, write, terminal),
  })
  const cells = missing.reduce((sum, task) => sum + sweep.tasks[task]!.cells.length, 0)
  if (options.json) {
    terminal.out(jsonText({ directory, tasks, found, missingTasks: missing, missingCells: cells }))
  } else {
    terminal.out(`${found} of ${tasks} tasks merged into ${directory}`)
    for (const task of missing.slice(0, shownGaps)) {
      const { folder, cells: lost } = sweep.tasks[task]!
      terminal.out(`missing: ${folder}, models ${lost[0]} to ${lost.at(-1)}`)
    }
    if (missing.length > shownGaps) terminal.out(`and ${missing.length - shownGaps} more`)
    if (missing.length > 0) terminal.out(`\`digon resume ${directory}\` trains the ${cells} models that are missing`)
  }
  return missing.length > 0 ? exitCode.incomplete : exitCode.done
}
