import { canonicalJson } from '@digon/formats'
import { renderPng } from '@digon/plot/png'
import { renderSvg } from '@digon/plot/svg'
import type { ReproduceRunOptions } from '@digon/runs'
import { ofExperiment } from '../plot/figures-of-run.js'
import { renderReport } from '../report/report.js'
import type { ExperimentFacts, ReportFacts } from '../report/report-facts.js'

/** Where the report is, inside the run folder. */
export const reportPath = 'report.html'

/** Draws the figures of each experiment into `figures/`, then writes the report. */
export function resultsWriter(
  facts: Omit<ReportFacts, 'experiments'>,
): Required<Pick<ReproduceRunOptions, 'writeFigures' | 'writeReport'>> {
  const experiments = new Map<string, ExperimentFacts>()
  return {
    async writeFigures(result, write) {
      const figures: ExperimentFacts['figures'][number][] = []
      for (const drawn of result.figures) {
        const figure = ofExperiment(drawn, result.experiment.id)
        const svg = await renderSvg(figure)
        await write(`figures/${figure.name}.svg`, svg)
        await write(`figures/${figure.name}.png`, await renderPng(svg))
        await write(`figures/${figure.name}.vl.json`, `${canonicalJson(figure.specification, 2)}\n`)
        figures.push({ figure, svg })
      }
      experiments.set(result.experiment.id, { ...result, planned: result.plan.tasks, figures })
    },
    writeReport: (write) => write(reportPath, renderReport({ ...facts, experiments: [...experiments.values()] })),
  }
}
