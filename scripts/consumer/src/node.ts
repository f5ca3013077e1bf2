import { loadExperiment } from '@digon/experiments'
import { parseSweepPlan, readWeights, writeWeights } from '@digon/formats'
import { defineEnsemble, initialParameters } from '@digon/model'
import { lossFigure } from '@digon/plot'
import { renderPng } from '@digon/plot/png'
import { renderSvg } from '@digon/plot/svg'
import { checkRun } from '@digon/runs'
import { planProblems } from '@digon/sweeps'
import { linearOptimum } from '@digon/theory'
import { useThePackages } from './use.js'

/** The packages in Node, those that only run there included. */
const problems = await useThePackages()
const ensemble = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 1 },
  members: { seed: 1, data: { probability: 1 } },
})
const bytes = writeWeights(initialParameters(ensemble), ensemble.model)
if (readWeights(bytes, 'weights.safetensors').weights?.values.length !== 3) problems.push('weights did not come back')
const series = [{ label: 'a', steps: [1, 2, 3], losses: [[3, 2, 1]] }]
const svg = await renderSvg(lossFigure({ name: 'loss', title: 'Loss', description: 'A loss.', series }))
if ((await renderPng(svg)).length < 1000) problems.push('no picture')
if ((await loadExperiment('intro')).plan('quick', 0).tasks.length === 0) problems.push('intro plans nothing')
if (typeof linearOptimum !== 'function') problems.push('no theory')
const text = 'model: { featureCount: 2, hiddenSize: 1 }\nmember: { data: { probability: 2 } }\nseed: 1\nsteps: 1'
if (planProblems(parseSweepPlan(text, 'plan.yaml').plan).length !== 1) problems.push('a wrong plan was not refused')
await checkRun('no-such-folder').then(
  () => problems.push('a folder that is not there was whole'),
  (failure: Error) => {
    if (failure.name !== 'NotARunError') problems.push(`${failure.name} instead of NotARunError`)
  },
)
if (problems.length > 0) throw new Error(problems.join('\n'))
