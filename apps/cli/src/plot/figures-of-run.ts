import { join } from 'node:path'
import { judgeExperiment, loadExperiment } from '@digon/experiments'
import type { ReproduceRunSpec, TrainRunSpec } from '@digon/formats'
import type { TrainedEnsemble, TrainingTask } from '@digon/model'
import { type Figure, lossFigure } from '@digon/plot'
import { RunDamagedError, type RunFolder, taskOfRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { chooseExperiments } from '../reproduce/choose-experiments.js'
import { figureOfSweep } from '../sweep/sweep-figures.js'
import { figuresOfModel } from './figures-of-model.js'

/** The figures of a run, made anew from its numbers: nothing that a file draws is ever executed. */

/** @param modules experiments from outside that the run may be of, as `loadModule` names them. */
export async function figuresOfRun(run: RunFolder, modules: readonly string[] = []): Promise<readonly Figure[]> {
  const { spec } = run.record
  switch (spec.kind) {
    case 'train':
      return figuresOfTraining(run, spec)
    case 'reproduce':
      return figuresOfExperiments(run, spec, modules)
    case 'sweep':
      return [await figureOfSweep(run.directory, {})]
  }
}

async function figuresOfExperiments(
  run: RunFolder,
  { experiments, preset, seed }: ReproduceRunSpec,
  modules: readonly string[],
): Promise<readonly Figure[]> {
  const outside = await chooseExperiments(modules, preset)
  const figures: Figure[] = []
  for (const id of experiments) {
    const experiment = outside.find((candidate) => candidate.id === id) ?? (await loadExperiment(id))
    const plan = experiment.plan(preset, seed)
    const trained: TrainedEnsemble[] = []
    for (const task of plan.tasks) {
      trained.push(await trainedIn(run, `${id}/${task.name}`, task, '`digon reproduce` trains it again'))
    }
    figures.push(...judgeExperiment(experiment, plan, trained).figures.map((figure) => ofExperiment(figure, id)))
  }
  return figures
}

/** @throws {RunDamagedError} where the files are not those that were written, {UsageError} where there are none to use. */
async function trainedIn(run: RunFolder, folder: string, task: TrainingTask, remedy: string): Promise<TrainedEnsemble> {
  const loaded = await run.loadTask(folder, task)
  if (loaded.status === 'damaged') throw new RunDamagedError(join(run.directory, folder), loaded.reason)
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
  const drawn = figuresOfModel(
    { parameters, hiddenActivation: model.hiddenActivation },
    {
      importanceOf: (member) => ensemble.members[member]!.importance,
      probabilityOf: (member) => {
        const { data } = ensemble.members[member]!
        return data.kind === 'independent' && typeof data.probability === 'number' ? data.probability : undefined
      },
    },
  )
  return [...drawn, ...figures]
}
