/** The worker of a paper page: trains an experiment, judges it, draws its figures. */
import { tfjs } from '@digon/backend-tfjs'
import { loadExperiment } from '@digon/experiments'
import { chooseBackend } from '@digon/model'
import { renderSvg } from '@digon/plot/svg'
import { expose } from 'comlink'
import '../../../site/no-eval.js'
import { fusedEngine } from '../../../worker/fused-engine.js'
import type { ExperimentRunner, RunReport, RunRequest } from './messages.js'
import { runStages } from './run-stages.js'

/** Reports of progress are for eyes. */
const leastMillisecondsBetweenReports = 100

expose({ run, ping: async () => undefined } satisfies ExperimentRunner & { ping: () => Promise<void> })

async function run({ id, seed }: RunRequest, report: (report: RunReport) => void): Promise<void> {
  const experiment = await loadExperiment(id)
  const ensembles = experiment.plan('quick', seed).tasks.map(({ ensemble }) => ensemble)
  const engines = [fusedEngine(Math.max(1, navigator.hardwareConcurrency)), tfjs('wasm'), tfjs('cpu')]
  const { backend } = await chooseBackend(engines, ensembles)
  let reportedAt = Number.NEGATIVE_INFINITY
  await runStages(experiment, seed, backend, {
    onProgress: (progress) => {
      const now = performance.now()
      if (now - reportedAt < leastMillisecondsBetweenReports && progress.step < progress.steps) return
      reportedAt = now
      report({ kind: 'progress', ...progress })
    },
    onJudged: async ({ stage, claims, figures }) => {
      const drawn = []
      for (const figure of figures) {
        const { name, title, description } = figure
        drawn.push({ name, title, description, svg: await renderSvg(figure) })
      }
      await report({ kind: 'judged', stage, claims, figures: drawn })
    },
  })
}
