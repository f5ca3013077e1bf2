/** What a reproduction is doing, on stderr: how much is trained, how fast, the time left, and what is trained and judged just now. */
import type { ExperimentPlan } from '@digon/experiments'
import type { TrainingTask } from '@digon/model'
import { type Part, type ReproduceRunOptions, type TaskPosition, trainingCost } from '@digon/runs/reproduce'
import { duration } from '../progress.js'
import { progressLine, recentRate } from '../progress-line.js'
import type { Terminal } from '../terminal.js'

export interface ReproductionSize {
  /** Of the first seed. */
  readonly plans: readonly ExperimentPlan[]
  readonly seeds: number
  readonly cores: number
}

export interface ReproductionProgress {
  readonly show: Required<ReproduceRunOptions>['onEvent']
  readonly judge: Required<ReproduceRunOptions>['onJudge']
  readonly note: (text: string) => void
  readonly stop: () => void
}

export function showProgress(size: ReproductionSize, terminal: Terminal): ReproductionProgress {
  const { plans, seeds, cores } = size
  const tasks = plans.flatMap((plan) => plan.tasks)
  const sum = (numberOf: (task: TrainingTask) => number) =>
    seeds * tasks.reduce((total, task) => total + numberOf(task), 0)
  const [all, allCost, allParts] = [sum(() => 1), sum(trainingCost), seeds * plans.length]
  /** Trained here, so that what was there before is no speed. */
  const trained = { samples: 0, cost: 0 }
  let [ended, costBefore] = [0, 0]
  const judged = { parts: 0, seconds: 0 }
  /** Steps done by what is trained just now, and when what is judged just now was begun. */
  const training = new Map<string, number>()
  const judging = new Map<string, number>()
  const [sampleRate, costRate] = [recentRate(), recentRate()]
  const nameOf = ({ experiment, seed }: Pick<Part, 'experiment' | 'seed'>, task?: TrainingTask) =>
    `${experiment.id}${task ? `/${task.name}` : ''}${seeds > 1 ? `, seed ${seed}` : ''}`
  const advance = ({ task }: TaskPosition, name: string, step: number): void => {
    const share = (step - training.get(name)!) / Math.max(1, task.steps)
    trained.cost += share * trainingCost(task)
    trained.samples += share * task.ensemble.members.length * task.ensemble.batchSize * task.steps
    training.set(name, step)
  }
  const line = (): string => {
    const done = costBefore + trained.cost
    const [rate, speed] = [sampleRate.at(trained.samples), costRate.at(trained.cost)]
    const toTrain = ended === all ? 0 : (allCost - done) / speed
    const toJudge = judged.parts === 0 ? 0 : ((allParts - judged.parts) * judged.seconds) / judged.parts / cores
    const now = [
      `${Math.floor((100 * done) / Math.max(1, allCost))} %  ${ended} of ${all} ensembles`,
      `${rate > 0 ? (rate / 1e6).toFixed(1) : '?'} M samples/s`,
      `${duration(toTrain + toJudge)} left`,
      [...training.keys()].join(', '),
      judging.size > 0 ? `judging ${[...judging.keys()].join(', ')}` : '',
    ]
    return now.filter(Boolean).join('  ')
  }
  const { note, stop } = progressLine(terminal, line)
  return {
    note,
    stop,
    show(event, position) {
      const { task } = position
      const name = nameOf(position, task)
      switch (event.type) {
        case 'run-start':
          if (event.step > 0) note(`${name}: resuming at step ${event.step}`)
          costBefore += (event.step / Math.max(1, task.steps)) * trainingCost(task)
          training.set(name, event.step)
          break
        case 'progress':
          if (training.has(name)) advance(position, name, event.step)
          break
        case 'run-end':
          if (training.has(name)) advance(position, name, task.steps)
          training.delete(name)
          ended++
          break
        case 'task-reuse':
          note(`${name}: already trained`)
          costBefore += trainingCost(task)
          break
        case 'task-redo':
          note(`${event.reason}; training it again`)
          break
      }
    },
    judge(part, phase) {
      const name = nameOf(part)
      if (phase === 'start') {
        judging.set(name, performance.now())
        if (terminal.progress) note(`judging ${name}…`)
        return
      }
      judged.parts++
      judged.seconds += (performance.now() - judging.get(name)!) / 1000
      judging.delete(name)
    },
  }
}
