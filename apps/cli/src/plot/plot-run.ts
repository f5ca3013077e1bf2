import { join, resolve } from 'node:path'
import { canonicalJson } from '@digon/formats'
import { type Figure, makeFigures, type PlannedFigure, whyUndrawn } from '@digon/plot'
import { isFolder, makeFolder, openOutput, openRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import type { SweepPlotOptions } from '../sweep/sweep-figures.js'
import type { Terminal } from '../terminal.js'
import { isForeignFolder, type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'
import { figuresOfModel } from './figures-of-model.js'
import { figuresOfRun, refuseSweepOptions } from './figures-of-run.js'
import { undrawnInWords } from './undrawn-in-words.js'

export interface PlotOptions extends NamedWeightsOptions, SweepPlotOptions {
  readonly figure?: string
  readonly format: 'svg' | 'png' | 'vl.json'
  /** Default: `figures` in the run; of a weights file, here. */
  readonly out?: string
  /** Modules of experiments from outside. */
  readonly experiment?: string[]
  readonly json?: true
}

/**
 * Draws the figures of a run, or of a weights file, into a folder. Files that the run itself wrote stay as they are. A figure that
 * cannot be drawn is left out with a note, and the others are drawn.
 *
 * @throws {UsageError} when the figure that was asked for, or every one, cannot be drawn.
 */
export async function plotRun(path: string, options: PlotOptions, terminal: Terminal): Promise<void> {
  const isRun = (await isFolder(path)) && !(await isForeignFolder(path))
  const figures = isRun
    ? await figuresOfRun(await openRun(path), options)
    : await figuresOfFile(path, options, terminal)
  const chosen = options.figure === undefined ? figures : figures.filter(({ name }) => name === options.figure)
  if (chosen.length === 0) {
    const names = figures.map(({ name }) => name).join(', ')
    throw new UsageError(`${path} has no figure ${options.figure}; one of ${names}`)
  }
  const { figures: drawable, undrawn } = makeFigures(chosen)
  const problems = undrawn.map(undrawnInWords)
  const pictures: { readonly name: string; readonly content: Uint8Array | string }[] = []
  for (const figure of drawable) {
    const { name } = figure
    const content = await draw(figure, options.format).catch((failure: unknown) => {
      problems.push(undrawnInWords({ name, reason: whyUndrawn(failure) }))
    })
    if (content !== undefined) pictures.push({ name, content })
  }
  if (pictures.length === 0) throw new UsageError(`${path}: ${problems.join('; ')}`)
  for (const problem of problems) terminal.error(`${problem}; it is left out`)
  const folder = options.out ?? (isRun ? join(path, 'figures') : '.')
  await makeFolder(folder)
  const paths: string[] = []
  for (const { name, content } of pictures) {
    const drawn = resolve(join(folder, `${name}.${options.format}`))
    const output = await openOutput(drawn)
    await output.write(content, terminal.signal)
    paths.push(drawn)
    if (!options.json) terminal.out(drawn)
  }
  if (options.json) terminal.out(jsonText(paths))
}

/** How the weights were read is said on stderr. */
async function figuresOfFile(
  path: string,
  options: PlotOptions,
  terminal: Terminal,
): Promise<readonly PlannedFigure[]> {
  refuseSweepOptions(path, options)
  const opened = await openNamedModel(path, options)
  for (const line of [opened.reading, ...opened.notes]) terminal.error(line)
  return figuresOfModel(opened, { members: options.members === 'all' ? undefined : options.members })
}

async function draw(figure: Figure, format: PlotOptions['format']): Promise<Uint8Array | string> {
  if (format === 'vl.json') return `${canonicalJson(figure.specification, 2)}\n`
  const { renderSvg } = await import('@digon/plot/svg')
  const svg = await renderSvg(figure)
  if (format === 'svg') return svg
  const { renderPng } = await import('@digon/plot/png')
  return renderPng(svg)
}
