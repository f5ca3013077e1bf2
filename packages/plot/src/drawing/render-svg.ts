/** Figures to SVG text, in Node, a page or a worker, without a DOM. Vega is loaded at the first call. */
import type { ViewOptions } from 'vega'
import type { TopLevelSpec } from 'vega-lite'
import type { Figure } from '../figure.js'
import { denyingLoader } from './denying-loader.js'
import { FigureDrawingError } from './figure-drawing-error.js'
import { installTextWidth, type TextMetrics } from './text-width.js'
import { tidySvg } from './tidy-svg.js'

/**
 * The figure as one SVG document (text in DejaVu Sans, which is named and not embedded). The same figure gives the same bytes.
 *
 * Nothing in the figure is trusted: its expressions are interpreted, never compiled to functions, so it also works under a
 * content security policy without `unsafe-eval`; whatever it wants to load is refused. The figure is not changed.
 *
 * @throws {FigureDrawingError} when Vega finds the specification wrong, warns of anything, or was refused an address.
 */
export async function renderSvg(figure: Figure): Promise<string> {
  const [vega, { compile }, { expressionInterpreter }] = await vegaModules()
  installTextWidth((vega as unknown as { textMetrics: TextMetrics }).textMetrics)

  const problems: string[] = []
  const logger = problemLogger(problems)
  const { loader, refused } = denyingLoader()
  let svg = ''
  try {
    const { spec } = compile(figure.specification as unknown as TopLevelSpec, { logger })
    const runtime = vega.parse(spec, undefined, { ast: true })
    const view = new vega.View(runtime, { renderer: 'none', loader, logger, expr: expressionInterpreter })
    svg = await view.toSVG()
    view.finalize()
  } catch (cause) {
    throw new FigureDrawingError(figure.name, [...problems, String(cause)], { cause })
  }
  problems.push(...refused.map((address) => `refused to load ${address}`))
  if (problems.length > 0) throw new FigureDrawingError(figure.name, problems)
  return tidySvg(svg, figure)
}

/** Loads Vega, for which the first figure waits otherwise. */
export async function loadVega(): Promise<void> {
  await vegaModules()
}

function vegaModules() {
  return Promise.all([import('vega'), import('vega-lite'), import('vega-interpreter')])
}

/** Keeps warnings and errors; drops information and debugging. */
function problemLogger(problems: string[]): NonNullable<ViewOptions['logger']> {
  const keep = (...parts: readonly unknown[]) => {
    problems.push(parts.map(String).join(' '))
    return logger
  }
  const drop = () => logger
  const logger = { level: () => logger, error: keep, warn: keep, info: drop, debug: drop } as NonNullable<
    ViewOptions['logger']
  >
  return logger
}
