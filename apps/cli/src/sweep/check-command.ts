import { checkRun } from '@digon/runs'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import type { Terminal } from '../terminal.js'

/** Problems that are named one by one. */
const shown = 20

/** `digon check RUN`: whether every file is the one that was written. @returns the exit code. */
export async function checkCommand(
  directory: string,
  options: { readonly json?: true },
  terminal: Terminal,
): Promise<number> {
  const { id, state, files, unlisted, whole } = await checkRun(directory)
  const wrong = files.filter(({ problem }) => problem !== undefined)
  if (options.json) {
    const problems = wrong.map(({ path, problem }) => ({ path, problem }))
    terminal.out(jsonText({ id, state, files: files.length, whole, problems, unlisted }))
  } else {
    for (const { path, problem } of wrong.slice(0, shown)) terminal.out(`${path}: ${problem}`)
    if (wrong.length > shown) terminal.out(`and ${wrong.length - shown} more`)
    for (const path of unlisted.slice(0, shown)) terminal.out(`${path}: not a file of the run`)
    terminal.out(`${files.length - wrong.length} of ${files.length} files are intact; the run is ${state}`)
  }
  if (!whole) return exitCode.fails
  return state === 'finished' ? exitCode.done : exitCode.incomplete
}
