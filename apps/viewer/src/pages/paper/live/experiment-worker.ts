/** The worker of a paper page: trains an experiment, judges it, draws its figures. It is asked once; who wants it to stop ends it. */

import { tfjs } from '@digon/backend-tfjs'
import { loadExperiment } from '@digon/experiments'
import { chooseBackend } from '@digon/model'
import { renderSvg } from '@digon/plot/svg'
import '../../../site/no-eval.js'
import { fusedEngine } from '../../../worker/fused-engine.js'
import type { RunReport, RunRequest } from './messages.js'
import { runStages } from './run-stages.js'

/** Reports of progress are for eyes. */
const leastMillisecondsBetweenReports = 100

const report = (message: RunReport): void => postMessage(message)

globalThis.onmessage = ({ data }: MessageEvent<RunRequest>) => {
  run(data).then(
    () => report({ kind: 'end' }),
    (failure: unknown) =>
      report({ kind: 'failure', message: failure instanceof Error ? failure.message : String(failure) }),
  )
}

async function run({ id, seed }: RunRequest): Promise<void> {
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
      report({ kind: 'judged', stage, claims, figures: drawn })
    },
  })
}
