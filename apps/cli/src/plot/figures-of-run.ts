import { join } from 'node:path'
import { lawKey } from '@digon/data'
import { loadExperiment } from '@digon/experiments'
import type { ReproduceRunSpec, TrainRunSpec } from '@digon/formats'
import { ensembleAt, type Member, type TrainedEnsemble, type TrainingTask } from '@digon/model'
import { type Figure, lossFigure, type PlannedFigure, renamedFigure } from '@digon/plot'
import { RunDamagedError, type RunFolder, taskOfRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { chooseExperiments } from '../reproduce/choose-experiments.js'
import { figuresOfSweep, type SweepPlotOptions } from '../sweep/sweep-figures.js'
import { figuresOfModel } from './figures-of-model.js'

/** The figures of a run, made anew from its numbers: nothing that a file draws is ever executed. */

export interface RunFiguresOptions extends SweepPlotOptions {
  /** Modules of experiments from outside that the run may be of, as `loadModule` names them. Default none. */
  readonly experiment?: readonly string[]
}

/** @throws {UsageError} when an option does not fit the kind of run. */
export async function figuresOfRun(run: RunFolder, options: RunFiguresOptions = {}): Promise<readonly PlannedFigure[]> {
  const { spec } = run.record
  if (spec.kind !== 'sweep') refuseSweepOptions(run.directory, options)
  switch (spec.kind) {
    case 'train':
      return figuresOfTraining(run, spec, options.members)
    case 'reproduce':
      if (options.members !== undefined) {
        throw new UsageError(`${run.directory} is of experiments, which choose what they draw; leave out --members`)
      }
      return figuresOfExperiments(run, spec, options.experiment)
    case 'sweep':
      return figuresOfSweep(run, options)
  }
}

/** @throws {UsageError} when there is one of the options that are for sweeps alone. */
export function refuseSweepOptions(path: string, options: SweepPlotOptions): void {
  const forSweeps = ['metric', 'groupBy', 'bestOf', 'where'] as const
  if (forSweeps.every((name) => options[name] === undefined)) return
  throw new UsageError(`${path} is not a sweep; --metric, --group-by, --best-of and --where are for sweeps`)
}

async function figuresOfExperiments(
  run: RunFolder,
  { experiments, preset, seed }: ReproduceRunSpec,
  modules: readonly string[] = [],
): Promise<readonly PlannedFigure[]> {
  const outside = await chooseExperiments(modules, preset)
  const figures: PlannedFigure[] = []
  for (const id of experiments) {
    const experiment = outside.find((candidate) => candidate.id === id) ?? (await loadExperiment(id))
    const plan = experiment.plan(preset, seed)
    const trained: TrainedEnsemble[] = []
    for (const task of plan.tasks) {
      trained.push(await trainedIn(run, `${id}/${task.name}`, task, '`digon reproduce` trains it again'))
    }
    const planned = experiment.figures(experiment.measure(plan, trained))
    figures.push(...planned.map((figure) => renamedFigure(figure, figureName(id, figure.name))))
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

/** A name that no other experiment's figure has. */
export function figureName(experiment: string, figure: string): string {
  return `${experiment}-${figure}`
}

async function figuresOfTraining(
  run: RunFolder,
  spec: TrainRunSpec,
  drawn: SweepPlotOptions['members'],
): Promise<readonly PlannedFigure[]> {
  const task = await taskOfRun(run, spec)
  const trained = await trainedIn(run, '', task, '`digon train` resumes it')
  // Stages may change probabilities and importances: what was trained last is what the weights are for.
  const { model, members } = ensembleAt(task, Math.max(0, task.steps - 1))
  const loss = { name: 'loss', make: () => lossOfTraining(trained, members) }
  if (model.kind === 'custom') return [loss]
  const divergedAt = new Map(trained.diverged.map(({ member, step }) => [member, step]))
  const conditionsOf = differences(members)
  const figures = figuresOfModel(
    { parameters: trained.parameters, hiddenActivation: model.hiddenActivation },
    {
      members: drawn === 'all' ? undefined : drawn,
      knownOf(member) {
        const { data, importance } = members[member]!
        const probability =
          data.kind === 'independent' && typeof data.probability === 'number' ? data.probability : undefined
        const step = divergedAt.get(member)
        return {
          importance,
          conditions: conditionsOf(member),
          ...(probability !== undefined && { probability }),
          ...(step !== undefined && { divergedAt: step }),
        }
      },
    },
  )
  // The vectors are the picture that people look for; the loss says how they came about.
  const vectors = figures.filter(({ name }) => name.endsWith('vectors'))
  return [...vectors, loss, ...figures.filter((figure) => !vectors.includes(figure))]
}

/** What of their training members differ in, as lines for each of them; probabilities and importances are shown otherwise. */
function differences(members: readonly Member[]): (member: number) => readonly string[] {
  const names = { learningRate: 'learning rate', weightDecay: 'weight decay', hiddenL1: 'L1 penalty' } as const
  const differing = (Object.keys(names) as (keyof typeof names)[]).filter(
    (name) => new Set(members.map((member) => member[name])).size > 1,
  )
  return (member) => differing.map((name) => `${names[name]} ${members[member]![name]}`)
}

/** Members are one series, as their losses are compared only where they were trained on the same; else that is said. */
function lossOfTraining({ history, diverged }: TrainedEnsemble, members: readonly Member[]): Figure {
  const count = members.length.toLocaleString('en')
  const laws = new Set(members.map(({ data }) => (data.kind === 'batches' ? data : lawKey(data)))).size
  const notes = [
    ...(laws > 1 ? [`members train on ${laws.toLocaleString('en')} feature laws`] : []),
    ...(diverged.length > 0
      ? [`${diverged.length.toLocaleString('en')} of ${count} members diverged and were frozen`]
      : []),
  ]
  return lossFigure({
    name: 'loss',
    title: 'Training loss',
    description: `Training losses of ${count} members: the median as a line, best to worst as a band.`,
    lossTitle: 'loss of the training batch',
    each: 'member',
    ...(notes.length > 0 && { note: notes.join('; ') }),
    series: [
      {
        label: members.length === 1 ? 'the member' : `all ${count} members`,
        steps: history.map(({ step }) => step),
        losses: members.map((_, member) => history.map(({ losses }) => losses[member]!)),
      },
    ],
  })
}
