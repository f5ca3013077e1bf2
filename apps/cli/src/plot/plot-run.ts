import { join, resolve } from 'node:path'
import { canonicalJson } from '@digon/formats'
import type { Figure } from '@digon/plot'
import { isFolder, makeFolder, openOutput, openRun, type RunFolder } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { figureOfSweep, type SweepPlotOptions } from '../sweep/sweep-figures.js'
import type { Terminal } from '../terminal.js'
import { isForeignFolder, type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'
import { figuresOfModel } from './figures-of-model.js'
import { figuresOfRun } from './figures-of-run.js'

export interface PlotOptions extends NamedWeightsOptions, SweepPlotOptions {
  readonly figure?: string
  readonly format: 'svg' | 'png' | 'vl.json'
  /** Default: `figures` in the run; of a weights file, here. */
  readonly out?: string
  readonly json?: true
}

/** Draws the figures of a run, or of a weights file, into a folder. Files that the run itself wrote stay as they are. */
export async function plotRun(path: string, options: PlotOptions, terminal: Terminal): Promise<void> {
  const isRun = (await isFolder(path)) && !(await isForeignFolder(path))
  const figures = await figuresAt(path, isRun ? await openRun(path) : undefined, options, terminal)
  const chosen = options.figure === undefined ? figures : figures.filter(({ name }) => name === options.figure)
  if (chosen.length === 0) {
    const names = figures.map(({ name }) => name).join(', ')
    throw new UsageError(`${path} has no figure ${options.figure}; one of ${names}`)
  }
  const folder = options.out ?? (isRun ? join(path, 'figures') : '.')
  await makeFolder(folder)
  const paths: string[] = []
  for (const figure of chosen) {
    const drawn = resolve(join(folder, `${figure.name}.${options.format}`))
    const output = await openOutput(drawn)
    await output.write(await draw(figure, options.format), terminal.signal)
    paths.push(drawn)
    if (!options.json) terminal.out(drawn)
  }
  if (options.json) terminal.out(JSON.stringify(paths))
}

/** Of a run, or of a file with weights; how these were read is said on stderr. */
async function figuresAt(
  path: string,
  run: RunFolder | undefined,
  options: PlotOptions,
  terminal: Terminal,
): Promise<readonly Figure[]> {
  if (run?.record.spec.kind === 'sweep') return [await figureOfSweep(path, options)]
  const forSweeps = ['metric', 'groupBy', 'bestOf', 'where'] as const
  if (forSweeps.some((name) => options[name] !== undefined)) {
    throw new UsageError(`${path} is no sweep; --metric, --group-by, --best-of and --where are for sweeps`)
  }
  if (run !== undefined) return figuresOfRun(run)
  const opened = await openNamedModel(path, options)
  for (const line of [opened.reading, ...opened.notes]) terminal.error(line)
  return figuresOfModel(opened)
}

async function draw(figure: Figure, format: PlotOptions['format']): Promise<Uint8Array | string> {
  if (format === 'vl.json') return `${canonicalJson(figure.specification, 2)}\n`
  const { renderSvg } = await import('@digon/plot/svg')
  const svg = await renderSvg(figure)
  if (format === 'svg') return svg
  const { renderPng } = await import('@digon/plot/png')
  return renderPng(svg)
}
