/** A small reproduce run for tests of several processes: what all of them ask, and a backend that takes its time. */
import type { Experiment } from '@digon/experiments'
import { type Backend, defineEnsemble, reference, type TrainingTask } from '@digon/model'
import type { ReproduceRunOptions } from './reproduce-run.js'
import { type ReproducedRun, reproduceRun } from './reproduce-run.js'

export interface SharedRun {
  readonly directory: string
  /** How many tasks the one experiment has. */
  readonly tasks: number
  readonly steps: number
  /** How long 100 steps take at least. */
  readonly delay: number
  readonly leaseSeconds: number
  readonly checkpointSeconds: number
}

/** The experiment of such a run: its numbers are the final losses. */
export function experimentOf({ tasks, steps }: Pick<SharedRun, 'tasks' | 'steps'>): Experiment<readonly number[]> {
  const taskOf = (index: number): TrainingTask => ({
    name: `task-${index}`,
    ensemble: defineEnsemble({
      model: { featureCount: 4, hiddenSize: 2 },
      batchSize: 4,
      members: { count: 2, seed: index, data: { probability: 0.5 } },
    }),
    steps,
    lossSteps: [0, steps >> 1, steps - 1],
    record: [0, steps >> 2],
    evaluationSamples: 50,
  })
  return {
    id: 'shared',
    title: '',
    section: '',
    paper: '',
    method: '',
    presets: { quick: '' },
    plan: (preset, seed) => ({
      preset,
      seed,
      sweeps: {},
      tasks: Array.from({ length: tasks }, (_, index) => taskOf(index)),
    }),
    measure: (_, trained) => trained.flatMap(({ evaluation }) => [...evaluation.losses]),
    figures: () => [],
    claims: () => [],
  }
}

function slow(delay: number): Backend {
  return {
    ...reference(),
    async open(...given) {
      const session = await reference().open(...given)
      return {
        async advance(steps, options) {
          await new Promise((resolve) => setTimeout(resolve, (delay * steps) / 100))
          return session.advance(steps, options)
        },
        evaluate: (...asked) => session.evaluate(...asked),
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        dispose: () => session.dispose(),
      }
    },
  }
}

/** Does such a run in this process. */
export function runShared(run: SharedRun, options: Partial<ReproduceRunOptions> = {}): Promise<ReproducedRun> {
  const { directory, delay, leaseSeconds, checkpointSeconds } = run
  const request = { experiments: [experimentOf(run)], preset: 'quick', seed: 0, seeds: 1 } as const
  const given = { backend: slow(delay), leaseSeconds, checkpointSeconds, packageVersions: {} }
  return reproduceRun(directory, request, { ...given, ...options })
}
