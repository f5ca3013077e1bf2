import { judgeExperiment, loadExperiment } from '@digon/experiments'
import type { ReproduceRunSpec, TrainRunSpec } from '@digon/formats'
import { featureNorms, gramMatrix, interference } from '@digon/metrics'
import { memberParameters, memberWeights, type TrainedEnsemble, type TrainingTask } from '@digon/model'
import { type Figure, featureVectorFigure, gramFigure, lossFigure, normBarsFigure } from '@digon/plot'
import { type RunFolder, taskOfRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { figureOfSweep } from '../sweep/sweep-figures.js'

/** The figures of a run, made anew from its numbers: nothing that a file draws is ever executed. */

/** Panels that a figure of a training run shows at most; a picture of a thousand members helps nobody. */
const mostPanels = 20

export async function figuresOfRun(run: RunFolder): Promise<readonly Figure[]> {
  const { spec } = run.record
  switch (spec.kind) {
    case 'train':
      return figuresOfTraining(run, spec)
    case 'reproduce':
      return figuresOfExperiments(run, spec)
    case 'sweep':
      return [await figureOfSweep(run.directory, {})]
  }
}

async function figuresOfExperiments(
  run: RunFolder,
  { experiments, preset, seed }: ReproduceRunSpec,
): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const id of experiments) {
    const experiment = await loadExperiment(id)
    const plan = experiment.plan(preset, seed)
    const trained: TrainedEnsemble[] = []
    for (const task of plan.tasks) {
      trained.push(await trainedIn(run, `${id}/${task.name}`, task, '`digon reproduce` trains it again'))
    }
    figures.push(...judgeExperiment(experiment, plan, trained).figures.map((figure) => ofExperiment(figure, id)))
  }
  return figures
}

/** @throws {UsageError} where the run has nothing to use of the task. */
async function trainedIn(run: RunFolder, folder: string, task: TrainingTask, remedy: string): Promise<TrainedEnsemble> {
  const loaded = await run.loadTask(folder, task)
  if (loaded.status !== 'finished') throw new UsageError(`${run.directory}: ${loaded.reason}; ${remedy}`)
  return loaded.trained
}

/** The figure under a name that no other experiment's figure has. */
export function ofExperiment(figure: Figure, experiment: string): Figure {
  return { ...figure, name: `${experiment}-${figure.name}` }
}

async function figuresOfTraining(run: RunFolder, spec: TrainRunSpec): Promise<readonly Figure[]> {
  const task = await taskOfRun(run, spec)
  const { ensemble } = task
  const { history, parameters } = await trainedIn(run, '', task, '`digon train` resumes it')
  const losses = ensemble.members.map((_, member) => history.map((entry) => entry.losses[member]!))
  const figures: Figure[] = [
    lossFigure({
      name: 'loss',
      title: 'Loss of the batch over training',
      description: `Training losses of ${ensemble.members.length} members: the median as a line, best to worst as a band.`,
      series: [{ label: 'all members', steps: history.map(({ step }) => step), losses }],
    }),
  ]
  const { model } = ensemble
  if (model.kind === 'custom') return figures
  const members = ensemble.members.slice(0, mostPanels).map(({ data, importance }, member) => {
    const probability =
      data.kind === 'independent' && typeof data.probability === 'number' ? data.probability : undefined
    return {
      importance,
      weights: memberWeights(parameters, member),
      bias: memberParameters(parameters, member).bias?.values,
      label: { note: `member ${member}`, ...(probability !== undefined && { probability }) },
    }
  })
  const shown = ensemble.members.length > mostPanels ? ` The first ${mostPanels} of ${ensemble.members.length}.` : ''
  figures.push(
    gramFigure({
      name: 'gram',
      title: 'Products of feature vectors, and biases',
      description: `W Wᵀ of each member as a heat map with its output bias beside it.${shown}`,
      panels: members.map(({ weights, bias, label }) => ({
        ...label,
        gram: gramMatrix(weights),
        ...(bias && { bias }),
      })),
    }),
    normBarsFigure({
      name: 'norms',
      title: 'Norms of feature vectors',
      description: `Norm of each feature, colored by the interference from the others.${shown}`,
      hiddenSize: model.hiddenSize,
      panels: members.map(({ weights, label }) => {
        return { ...label, norms: featureNorms(weights), interference: interference(weights) }
      }),
    }),
  )
  if (model.hiddenSize !== 2) return figures
  const vectors = featureVectorFigure({
    name: 'vectors',
    title: 'Feature vectors',
    description: `The features of each member as arms in the plane, colored by importance.${shown}`,
    importance: members[0]!.importance,
    panels: members.map(({ weights, label }) => ({ ...label, weights })),
  })
  return [vectors, ...figures]
}
