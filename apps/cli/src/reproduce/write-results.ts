import { canonicalJson } from '@digon/formats'
import { renderPng } from '@digon/plot/png'
import type { Run } from '@digon/runs'
import { renderReport } from '../report/report.js'
import type { ReportFacts } from '../report/report-facts.js'

/** Where the report is, inside the run folder. */
export const reportPath = 'report.html'

/** Writes what an experiment came to: `figures/`, numbers and claims as JSON, and the report. */
export async function writeResults(run: Run, facts: ReportFacts): Promise<void> {
  for (const { experiment, figures, numbers, claims, overSeeds } of facts.experiments) {
    const began = performance.now()
    for (const { figure, svg } of figures) {
      await run.write(`figures/${figure.name}.svg`, svg)
      await run.write(`figures/${figure.name}.png`, await renderPng(svg))
      await run.write(`figures/${figure.name}.vl.json`, `${canonicalJson(figure.specification, 2)}\n`)
    }
    await run.write(`${experiment.id}/numbers.json`, `${canonicalJson(numbers, 2)}\n`)
    await run.write(`${experiment.id}/claims.json`, `${canonicalJson(claims, 2)}\n`)
    if (overSeeds) await run.write(`${experiment.id}/claims-over-seeds.json`, `${canonicalJson(overSeeds, 2)}\n`)
    await run.addSeconds(experiment.id, (performance.now() - began) / 1000)
  }
  await run.write(reportPath, renderReport(facts))
}
