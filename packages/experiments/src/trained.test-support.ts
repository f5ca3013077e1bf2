/** Trained ensembles without training: from weights that a test writes down, or from the initial ones. */
import { reference, trainTask } from '@digon/model'
import type { TiedModel } from '@digon/theory'
import type { Claim, TrainedEnsemble, TrainingTask } from './experiment.js'

/** What a member ended as. */
export interface Ended {
  readonly model: TiedModel
  /** On fresh samples. */
  readonly loss: number
}

/** An ensemble whose members ended as `endOf` says for their probability. */
export function trainedAs(task: TrainingTask, endOf: (probability: number) => Ended): TrainedEnsemble {
  const ends = task.ensemble.members.map((_, member) => endOf(probabilityOf(task, member)))
  const { rows, columns } = ends[0]!.model.weights
  const losses = Float64Array.from(ends, ({ loss }) => loss)
  return {
    task,
    parameters: {
      weights: {
        shape: [ends.length, rows, columns],
        values: Float32Array.from(ends.flatMap(({ model }) => [...model.weights.values])),
      },
      bias: {
        shape: [ends.length, rows],
        values: Float32Array.from(ends.flatMap(({ model }) => Array.from(model.bias))),
      },
    },
    recorded: [],
    history: task.lossSteps.map((step) => ({ step, losses })),
    evaluation: { losses, errors: new Float64Array(ends.length * rows) },
    diverged: [],
  }
}

/** The initial weights, evaluated on a few samples. */
export function untrained(task: TrainingTask): Promise<TrainedEnsemble> {
  const { ensemble } = task
  return trainTask({ ...task, ensemble, steps: 0, lossSteps: [], evaluationSamples: 500 }, reference())
}

export function probabilityOf({ ensemble }: TrainingTask, member: number): number {
  const { data } = ensemble.members[member]!
  if (data.kind !== 'independent' || typeof data.probability !== 'number') throw new Error('one probability expected')
  return data.probability
}

/** Ids of the claims that do not hold. */
export function failing(claims: readonly Claim[]): readonly string[] {
  return claims.filter(({ holds }) => !holds).map(({ id }) => id)
}
