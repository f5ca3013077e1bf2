import { canonicalJson } from '@digon/formats'
import { type Figure, type UndrawnFigure, whyUndrawn } from '@digon/plot'
import { renderPng } from '@digon/plot/png'
import { renderSvg } from '@digon/plot/svg'
import type { ReproduceRunOptions } from '@digon/runs'
import { figureName } from '../plot/figures-of-run.js'
import { renderReport } from '../report/report.js'
import type { ExperimentFacts, ReportFacts } from '../report/report-facts.js'

/** Where the report is, inside the run folder. */
export const reportPath = 'report.html'

/**
 * Draws the figures of each experiment into `figures/`, then writes the report. A figure that cannot be drawn is named in the
 * report, and the others are drawn.
 *
 * @param onUndrawn is told of each of those.
 */
export function resultsWriter(
  facts: Omit<ReportFacts, 'experiments'>,
  onUndrawn: (figure: UndrawnFigure) => void,
): Required<Pick<ReproduceRunOptions, 'writeFigures' | 'writeReport'>> {
  const experiments = new Map<string, ExperimentFacts>()
  return {
    async writeFigures(result, write) {
      const { id } = result.experiment
      const figures: ExperimentFacts['figures'][number][] = []
      const undrawn = result.undrawn.map(({ name, reason }) => ({ name: figureName(id, name), reason }))
      for (const drawn of result.figures) {
        const figure = { ...drawn, name: figureName(id, drawn.name) }
        const pictures = await draw(figure).catch((failure: unknown) => whyUndrawn(failure))
        if (typeof pictures === 'string') {
          undrawn.push({ name: figure.name, reason: pictures })
          continue
        }
        await write(`figures/${figure.name}.svg`, pictures.svg)
        await write(`figures/${figure.name}.png`, pictures.png)
        await write(`figures/${figure.name}.vl.json`, `${canonicalJson(figure.specification, 2)}\n`)
        figures.push({ figure, svg: pictures.svg })
      }
      for (const figure of undrawn) onUndrawn(figure)
      experiments.set(id, { ...result, planned: result.plan.tasks, figures, undrawn })
    },
    writeReport: (write) => write(reportPath, renderReport({ ...facts, experiments: [...experiments.values()] })),
  }
}

async function draw(figure: Figure): Promise<{ readonly svg: string; readonly png: Uint8Array }> {
  const svg = await renderSvg(figure)
  return { svg, png: await renderPng(svg) }
}
