/**
 * An experiment in three stages, so that one sees its figures form and its verdicts change: models that were never trained, a
 * tenth of the training, all of it. Pure of workers and pages; the worker puts it behind messages.
 */
import { type Claim, type Experiment, faults, judgeExperiment } from '@digon/experiments'
import { type Backend, type TrainedEnsemble, trainTask } from '@digon/model'
import type { Figure } from '@digon/plot'

export type Stage = 'untrained' | 'tenth of training' | 'trained'

export interface StageProgress {
  readonly stage: Stage
  readonly ensemble: string
  /** Models in the ensemble. */
  readonly members: number
  /** Steps done and to do, of all ensembles of this stage. */
  readonly step: number
  readonly steps: number
}

export interface JudgedStage {
  readonly stage: Stage
  /** None where such models cannot be measured. */
  readonly claims: readonly Claim[]
  readonly figures: readonly Figure[]
}

export interface StageReports {
  readonly onProgress: (progress: StageProgress) => void
  readonly onJudged: (judged: JudgedStage) => void | Promise<void>
}

/**
 * Trains the quick preset. The last stage gives the numbers of `digon reproduce <id> --preset quick` with the same seed and engine.
 *
 * @param seed an integer in [0, 2⁵³).
 * @throws what the backend throws, and what measuring trained models throws.
 */
export async function runStages(
  experiment: Experiment,
  seed: number,
  backend: Backend,
  { onProgress, onJudged }: StageReports,
): Promise<void> {
  const plan = experiment.plan('quick', seed)
  for (const stage of ['untrained', 'tenth of training', 'trained'] as const) {
    const shorten = faults.find(({ name }) => name === stage)?.plan ?? ((task) => task)
    const tasks = plan.tasks.map(shorten)
    const steps = tasks.reduce((sum, task) => sum + task.steps, 0)
    const trained: TrainedEnsemble[] = []
    let done = 0
    for (const [index, task] of tasks.entries()) {
      const of = { stage, ensemble: task.name, members: task.ensemble.members.length, steps }
      const before = done
      onProgress({ ...of, step: before })
      const ensemble = await trainTask(task, backend, {
        onEvent: (event) => {
          if (event.type === 'progress') onProgress({ ...of, step: before + event.step })
        },
      })
      done += task.steps
      // Analysis believes that all was trained as planned: that is what makes claims fail.
      trained.push({ ...ensemble, task: plan.tasks[index]! })
    }
    await onJudged(judged(stage, () => judgeExperiment(experiment, plan, trained)))
  }
}

function judged(stage: Stage, judge: () => Pick<JudgedStage, 'claims' | 'figures'>): JudgedStage {
  try {
    const { claims, figures } = judge()
    return { stage, claims, figures }
  } catch (failure) {
    if (stage === 'trained') throw failure
    return { stage, claims: [], figures: [] }
  }
}
