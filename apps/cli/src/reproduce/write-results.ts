import { canonicalJson } from '@digon/formats'
import { renderPng } from '@digon/plot/png'
import { renderSvg } from '@digon/plot/svg'
import type { ReproducedExperiment } from '@digon/runs'
import { ofExperiment } from '../plot/figures-of-run.js'
import { renderReport } from '../report/report.js'
import type { ExperimentFacts, ReportFacts } from '../report/report-facts.js'

/** Where the report is, inside the run folder. */
export const reportPath = 'report.html'

/** Draws the figures of a run into `figures/` and writes the report. */
export async function writeResults(
  results: readonly ReproducedExperiment[],
  facts: Omit<ReportFacts, 'experiments'>,
  write: (path: string, content: Uint8Array | string) => Promise<void>,
): Promise<void> {
  const experiments: ExperimentFacts[] = []
  for (const result of results) {
    const figures: ExperimentFacts['figures'][number][] = []
    for (const drawn of result.figures) {
      const figure = ofExperiment(drawn, result.experiment.id)
      const svg = await renderSvg(figure)
      await write(`figures/${figure.name}.svg`, svg)
      await write(`figures/${figure.name}.png`, await renderPng(svg))
      await write(`figures/${figure.name}.vl.json`, `${canonicalJson(figure.specification, 2)}\n`)
      figures.push({ figure, svg })
    }
    experiments.push({ ...result, planned: result.plan.tasks, figures })
  }
  await write(reportPath, renderReport({ ...facts, experiments }))
}
