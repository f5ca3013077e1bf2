import { join } from 'node:path'
import { isAsExpected, verdictsInWords } from '@digon/experiments'
import type { ReproducedExperiment } from '@digon/runs/reproduce'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { figureName } from '../plot/figures-of-run.js'
import { overSeedsInWords } from '../report/over-seeds-in-words.js'
import type { Terminal } from '../terminal.js'
import { claimTable } from './claim-table.js'
import { reportPath } from './write-results.js'

export interface PrintedRun {
  readonly seed: number
  /** How many seeds from `seed` on. */
  readonly seeds: number
  readonly preset: string
  readonly backend: string
  readonly directory: string
  /** That the run wrote, by their path inside it. */
  readonly files: Readonly<Record<string, unknown>>
  readonly seconds: number
  readonly json?: true
}

/**
 * The verdicts as tables, or as the JSON document that others rely on. Verdicts, counts and exit code are those of the first
 * seed; with several seeds every claim says as well in how many of them it held.
 *
 * @returns the exit code.
 */
export function printResults(results: readonly ReproducedExperiment[], run: PrintedRun, terminal: Terminal): number {
  const claims = results.flatMap((result) => result.claims)
  const departing = claims.filter((claim) => claim.departs && !claim.holds).length
  const fails = claims.filter((claim) => !isAsExpected(claim)).length
  const holds = claims.length - departing - fails
  if (run.json) terminal.out(jsonText({ ...document(results, run), holds, departs: departing, fails }))
  else {
    for (const { experiment, claims, overSeeds } of results) {
      terminal.out(`${experiment.title}\n\n${claimTable(claims, overSeeds)}\n`)
    }
    terminal.out(verdictsInWords(claims))
    const over = results.flatMap(({ overSeeds = [] }) => overSeeds)
    if (over.length > 0) terminal.out(overSeedsInWords(over, run.seeds))
    terminal.out(`Report: ${join(run.directory, reportPath)}`)
  }
  return fails === 0 ? exitCode.done : exitCode.fails
}

function document(results: readonly ReproducedExperiment[], run: PrintedRun): object {
  const { seed, seeds, preset, backend, seconds } = run
  const experiments = results.map(({ experiment, seconds, claims, figures, overSeeds }) => ({
    id: experiment.id,
    seconds,
    claims: claims.map(({ control: _, explanation: __, ...claim }, place) => {
      const over = overSeeds && { heldIn: overSeeds[place]!.heldIn, bySeed: overSeeds[place]!.bySeed }
      return { ...claim, ...over }
    }),
    figures: figures.flatMap(({ name }) => figurePaths(experiment.id, name, run)),
  }))
  return { seed, ...(seeds > 1 && { seeds }), preset, backend, seconds, experiments }
}

/** Of a figure that was drawn. */
function figurePaths(experiment: string, figure: string, { directory, files }: PrintedRun): string[] {
  const paths = ['svg', 'png', 'vl.json'].map((ending) => `figures/${figureName(experiment, figure)}.${ending}`)
  return paths.filter((path) => Object.hasOwn(files, path)).map((path) => join(directory, path))
}
