import { join, relative, resolve, sep } from 'node:path'
import { canonicalJson } from '@digon/formats'
import { ShapeError } from '@digon/matrix'
import { type Figure, InvalidFigureError } from '@digon/plot'
import { isFolder, makeFolder, openOutput, openRun, type RunFolder } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { figureOfSweep, type SweepPlotOptions } from '../sweep/sweep-figures.js'
import type { Terminal } from '../terminal.js'
import { isForeignFolder, type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'
import { figuresOfModel, type PlannedFigure } from './figures-of-model.js'
import { figuresOfRun } from './figures-of-run.js'

export interface PlotOptions extends NamedWeightsOptions, SweepPlotOptions {
  readonly figure?: string
  readonly format: 'svg' | 'png' | 'vl.json'
  /** Default: `plots` in the run; for a weights file the current folder. */
  readonly out?: string
  readonly json?: true
}

/** Where figures of a run go; its own, which `run.json` lists, are in `figures`. */
const plotFolder = 'plots'

/**
 * Draws the figures of a run into a folder of the run, or those of a weights file into this one. A figure that cannot be drawn is
 * left out with a note, and the others are drawn.
 *
 * @throws {UsageError} when the figure that was asked for, or every one, cannot be drawn, or would replace a file of the run.
 */
export async function plotRun(path: string, options: PlotOptions, terminal: Terminal): Promise<void> {
  const { figures, run } = await figuresAt(path, options, terminal)
  const chosen = options.figure === undefined ? figures : figures.filter(({ name }) => name === options.figure)
  if (chosen.length === 0) {
    const names = figures.map(({ name }) => name).join(', ')
    throw new UsageError(`${path} has no figure ${options.figure}; one of ${names}`)
  }
  const [drawable, problems] = [[] as Figure[], [] as string[]]
  for (const { name, make } of chosen) {
    try {
      drawable.push(make())
    } catch (failure) {
      if (!(failure instanceof InvalidFigureError || failure instanceof ShapeError)) throw failure
      problems.push(`figure ${name} cannot be drawn: ${failure.message}`)
    }
  }
  if (drawable.length === 0) throw new UsageError(`${path}: ${problems.join('; ')}`)
  for (const problem of problems) terminal.error(`${problem}; it is left out`)
  const folder = options.out ?? (run === undefined ? '.' : join(run.directory, plotFolder))
  await makeFolder(folder)
  const paths: string[] = []
  for (const figure of drawable) {
    const drawn = resolve(join(folder, `${figure.name}.${options.format}`))
    if (run !== undefined && (await isFileOf(run, drawn))) {
      throw new UsageError(`${drawn} is a file of the run, which stays as it is; choose another folder with --out`)
    }
    const output = await openOutput(drawn)
    await output.write(await draw(figure, options.format), terminal.signal)
    paths.push(drawn)
    if (!options.json) terminal.out(drawn)
  }
  if (options.json) terminal.out(jsonText(paths))
}

async function isFileOf(run: RunFolder, file: string): Promise<boolean> {
  return run.has(relative(resolve(run.directory), file).split(sep).join('/'))
}

/** A folder is a run; a file is weights, and how they were read is said on stderr. */
async function figuresAt(
  path: string,
  options: PlotOptions,
  terminal: Terminal,
): Promise<{ figures: readonly PlannedFigure[]; run?: RunFolder }> {
  const isRun = (await isFolder(path)) && !(await isForeignFolder(path))
  const run = isRun ? await openRun(path) : undefined
  if (run?.record.spec.kind === 'sweep') {
    const figure = await figureOfSweep(path, options)
    return { figures: [{ name: figure.name, make: () => figure }], run }
  }
  const forSweeps = ['metric', 'groupBy', 'bestOf', 'where'] as const
  if (forSweeps.some((name) => options[name] !== undefined)) {
    throw new UsageError(`${path} is no sweep; --metric, --group-by, --best-of and --where are for sweeps`)
  }
  if (run !== undefined) return { figures: await figuresOfRun(run), run }
  const opened = await openNamedModel(path, options)
  for (const line of [opened.reading, ...opened.notes]) terminal.error(line)
  return { figures: figuresOfModel(opened) }
}

async function draw(figure: Figure, format: PlotOptions['format']): Promise<Uint8Array | string> {
  if (format === 'vl.json') return `${canonicalJson(figure.specification, 2)}\n`
  const { renderSvg } = await import('@digon/plot/svg')
  const svg = await renderSvg(figure)
  if (format === 'svg') return svg
  const { renderPng } = await import('@digon/plot/png')
  return renderPng(svg)
}
