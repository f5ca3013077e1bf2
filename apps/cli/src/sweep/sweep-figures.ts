import { type PlanValue, readTable } from '@digon/formats'
import { type Figure, whyUndrawn } from '@digon/plot'
import { openRun } from '@digon/runs'
import { type Sweep, SweepFigureError, type SweepFigureOptions, sweepFigure, sweepOf } from '@digon/sweeps'
import { UsageError } from '../exit-code.js'
import type { Terminal } from '../terminal.js'

/** Pictures of sweeps: one that is drawn into a finished sweep, and those that `digon plot` asks for. */

/** Draws the figure that a sweep's axes ask for into its run, as SVG; one that cannot be drawn is left out with a note. */
export async function writeSweepFigures(
  sweep: Sweep,
  table: Uint8Array,
  write: (path: string, content: Uint8Array | string) => Promise<void>,
  terminal: Terminal,
): Promise<void> {
  try {
    const figure = sweepFigure(sweep, await readTable(table, 'members.parquet'))
    const { renderSvg } = await import('@digon/plot/svg')
    await write(`figures/${figure.name}.svg`, await renderSvg(figure))
  } catch (error) {
    terminal.error(`no figure: ${error instanceof SweepFigureError ? error.message : whyUndrawn(error)}`)
  }
}

export interface SweepPlotOptions {
  readonly metric?: string
  readonly groupBy?: string
  readonly bestOf?: true
  readonly where?: Readonly<Record<string, PlanValue>>
}

/** The figure of a finished sweep, made anew from its table. */
export async function figureOfSweep(directory: string, options: SweepPlotOptions): Promise<Figure> {
  const run = await openRun(directory)
  const { sweep } = sweepOf(run)
  if (run.state !== 'finished') {
    throw new UsageError(
      `${directory} is not finished, so it has no table yet; \`digon resume ${directory}\` continues it`,
    )
  }
  const table = await readTable(await run.read('members.parquet'), 'members.parquet')
  const { metric, groupBy, where } = options
  const asked: SweepFigureOptions = { metric, groupBy, where, choice: options.bestOf ? 'best' : undefined }
  return sweepFigure(sweep, table, asked)
}
