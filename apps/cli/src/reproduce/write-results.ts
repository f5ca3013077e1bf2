import { canonicalJson } from '@digon/formats'
import { type Figure, type UndrawnFigure, whyUndrawn } from '@digon/plot'
import { renderSvg } from '@digon/plot/svg'
import type { Draw, ReproducedExperiment, ReproduceRunOptions } from '@digon/runs/reproduce'
import { figureName } from '../plot/figures-of-run.js'
import { renderReport } from '../report/report.js'
import type { ExperimentFacts, ReportFacts } from '../report/report-facts.js'

/** Where the report is, inside the run folder. */
export const reportPath = 'report.html'

/** Draws the figures of an experiment into `figures/`. One that cannot be drawn does not keep the others from being drawn. */
export const drawFigures: Draw = async (id, figures) => {
  const files: Record<string, Uint8Array | string> = {}
  const undrawn: UndrawnFigure[] = []
  for (const drawn of figures) {
    const figure = { ...drawn, name: figureName(id, drawn.name) }
    const pictures = await draw(figure).catch((failure: unknown) => whyUndrawn(failure))
    if (typeof pictures === 'string') {
      undrawn.push({ name: drawn.name, reason: pictures })
      continue
    }
    files[pathOf(figure, 'svg')] = pictures.svg
    files[pathOf(figure, 'png')] = pictures.png
    files[pathOf(figure, 'vl.json')] = `${canonicalJson(figure.specification, 2)}\n`
  }
  return { files, undrawn }
}

/**
 * Writes the report, which names the figures that could not be drawn.
 *
 * @param onUndrawn is told of each of those.
 */
export function reportWriter(
  facts: Omit<ReportFacts, 'experiments'>,
  onUndrawn: (figure: UndrawnFigure) => void,
): Required<ReproduceRunOptions>['writeReport'] {
  return async (write, results) => {
    const experiments = results.map(factsOf)
    for (const figure of experiments.flatMap(({ undrawn }) => undrawn)) onUndrawn(figure)
    await write(reportPath, renderReport({ ...facts, experiments }))
  }
}

function factsOf(result: ReproducedExperiment): ExperimentFacts {
  const { experiment, plan, figures, files } = result
  const named = <Named extends { readonly name: string }>(each: Named) => ({
    ...each,
    name: figureName(experiment.id, each.name),
  })
  const drawn = figures.map(named).flatMap((figure) => {
    const svg = files[pathOf(figure, 'svg')]
    return typeof svg === 'string' ? [{ figure, svg }] : []
  })
  return { ...result, planned: plan.tasks, figures: drawn, undrawn: result.undrawn.map(named) }
}

function pathOf({ name }: Pick<Figure, 'name'>, ending: string): string {
  return `figures/${name}.${ending}`
}

async function draw(figure: Figure): Promise<{ readonly svg: string; readonly png: Uint8Array }> {
  // Only whoever draws loads what draws pixels.
  const { renderPng } = await import('@digon/plot/png')
  const svg = await renderSvg(figure)
  return { svg, png: await renderPng(svg) }
}
