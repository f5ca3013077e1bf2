import { join, resolve } from 'node:path'
import { canonicalJson } from '@digon/formats'
import type { Figure } from '@digon/plot'
import { makeFolder, openOutput, openRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { figureOfSweep, type SweepPlotOptions } from '../sweep/sweep-figures.js'
import type { Terminal } from '../terminal.js'
import { figuresOfRun } from './figures-of-run.js'

export interface PlotOptions extends SweepPlotOptions {
  readonly figure?: string
  readonly format: 'svg' | 'png' | 'vl.json'
  readonly out: string
  readonly json?: true
}

/** Draws the figures of a run into a folder. The run itself is not touched: its files are hashed in run.json. */
export async function plotRun(directory: string, options: PlotOptions, terminal: Terminal): Promise<void> {
  const run = await openRun(directory)
  const figures = run.record.spec.kind === 'sweep' ? [await figureOfSweep(directory, options)] : await figuresOfRun(run)
  const forSweeps = ['metric', 'groupBy', 'bestOf', 'where'] as const
  if (run.record.spec.kind !== 'sweep' && forSweeps.some((name) => options[name] !== undefined)) {
    throw new UsageError(`${directory} is no sweep; --metric, --group-by, --best-of and --where are for sweeps`)
  }
  const chosen = options.figure === undefined ? figures : figures.filter(({ name }) => name === options.figure)
  if (chosen.length === 0) {
    const names = figures.map(({ name }) => name).join(', ')
    throw new UsageError(`${directory} has no figure ${options.figure}; one of ${names}`)
  }
  await makeFolder(options.out)
  const paths: string[] = []
  for (const figure of chosen) {
    const path = resolve(join(options.out, `${figure.name}.${options.format}`))
    const output = await openOutput(path)
    await output.write(await draw(figure, options.format), terminal.signal)
    paths.push(path)
    if (!options.json) terminal.out(path)
  }
  if (options.json) terminal.out(JSON.stringify(paths))
}

async function draw(figure: Figure, format: PlotOptions['format']): Promise<Uint8Array | string> {
  if (format === 'vl.json') return `${canonicalJson(figure.specification, 2)}\n`
  const { renderSvg } = await import('@digon/plot/svg')
  const svg = await renderSvg(figure)
  if (format === 'svg') return svg
  const { renderPng } = await import('@digon/plot/png')
  return renderPng(svg)
}
