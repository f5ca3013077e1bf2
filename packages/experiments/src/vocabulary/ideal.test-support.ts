/** Trained sweeps without training: from models that a test writes down. On an ideal every claim of its experiment holds. */
import type { Matrix, NumberArray } from '@digon/matrix'
import {
  type Ensemble,
  ensembleAt,
  initialParameters,
  type Member,
  memberParameters,
  type Parameters,
} from '@digon/model'
import type { Sweeps, TrainedSweeps } from './controls.js'
import type { DefinedExperiment } from './define-experiment.js'
import type { Sweep, TrainedMember } from './sweep.js'

/** What a model ended as. What is left out: no bias, loss and errors 0, a standard error of a thousandth, nothing recorded but step 1, a flat history. */
export interface IdealModel
  extends Partial<Pick<TrainedMember, 'loss' | 'lossStandardError' | 'errors' | 'recorded' | 'history'>> {
  /** `[feature, hidden]`. */
  readonly weights: Matrix
  readonly bias?: ArrayLike<number>
  /** Beyond weights and bias, for example `outputWeights`. */
  readonly parameters?: Parameters
}

/** For each sweep: what the model of a condition ended as. */
export type Ideal<Planned> = {
  readonly [Name in keyof Planned]: Planned[Name] extends Sweep<infer Condition>
    ? (condition: Condition, member: Member, restart: number) => IdealModel
    : never
}

/** The sweeps of an experiment's preset `quick` from seed 1, ended as the ideal says. */
export function idealSweeps<Settings, Planned extends Sweeps, Numbers, Name extends string, Simulated>(
  experiment: DefinedExperiment<Settings, Planned, Numbers, Name, Simulated>,
  ideal: Ideal<Planned>,
): TrainedSweeps<Planned> {
  const sweeps = experiment.plan('quick', 1).sweeps
  const entries = Object.entries(sweeps).map(([name, { tasks, groups }]) => {
    const endOf = ideal[name as keyof Planned] as (condition: unknown, member: Member, restart: number) => IdealModel
    const trained = groups.map(({ condition, task: index, members }) => {
      const task = tasks[index]!
      const atEnd = ensembleAt(task, task.steps).members
      return {
        condition,
        planned: members.length,
        task,
        members: members.map((member, restart) => {
          const spec = atEnd[member]!
          const recorded = task.record.includes(1) ? [{ step: 1, parameters: firstStep(task.ensemble, spec) }] : []
          const end = toldApart(endOf(condition, spec, restart), restart)
          return trainedAs({ recorded, ...end }, spec, task.lossSteps.length)
        }),
      }
    })
    return [name, trained]
  })
  return Object.fromEntries(entries) as TrainedSweeps<Planned>
}

/** Weights after one step of AdamW, gradients of any size and sign. */
function firstStep(ensemble: Ensemble, member: Member): Parameters {
  const { learningRate, weightDecay } = member
  const { weights, ...others } = memberParameters(initialParameters({ ...ensemble, members: [member] }), 0)
  const moved = Float64Array.from(
    weights!.values,
    (value, k) => value * (1 - learningRate * weightDecay) - (k % 3 === 0 ? learningRate : -learningRate),
  )
  return { ...others, weights: { shape: weights!.shape, values: moved } }
}

/** No two trained models lose the same to the last bit. */
function toldApart(end: IdealModel, restart: number): IdealModel {
  return end.loss === undefined ? end : { ...end, loss: end.loss * (1 + 1e-9 * restart) }
}

function trainedAs(end: IdealModel, member: Member, points: number): TrainedMember {
  const { weights, loss = 0 } = end
  const bias: NumberArray = Float64Array.from(end.bias ?? new Float64Array(weights.rows))
  return {
    member,
    weights,
    bias,
    parameters: {
      weights: { shape: [weights.rows, weights.columns], values: weights.values },
      bias: { shape: [weights.rows], values: bias },
      ...end.parameters,
    },
    loss,
    lossStandardError: end.lossStandardError ?? Math.abs(loss) / 1000,
    errors: end.errors ?? new Float64Array(weights.rows),
    recorded: end.recorded ?? [],
    history: end.history ?? new Array<number>(points).fill(loss),
  }
}
