/**
 * Conditions × restarts: what an experiment trains, and the way back from what was trained to the conditions, in one place.
 * A sweep is plain data; analysis starts from `{ condition, members }` and never has to guess what an ensemble was for.
 */

import type { Matrix, NumberArray } from '@digon/matrix'
import {
  defineEnsemble,
  type EnsembleDescription,
  ensembleAt,
  type Member,
  type MemberDescription,
  memberParameters,
  memberWeights,
  type Parameters,
  type Stage,
  type TrainedEnsemble,
  type TrainingTask,
} from '@digon/model'
import type { IndependentFeatures } from '@digon/theory'

/** Trained models in groups: one group for each condition, one model for each restart. */
export interface Sweep<Condition> {
  readonly tasks: readonly TrainingTask[]
  /** In the order of the conditions: which members of which task trained under each. */
  readonly groups: readonly SweepGroup<Condition>[]
}

/** The restarts of one condition. */
export interface SweepGroup<Condition> {
  readonly condition: Condition
  /** Index into the sweep's tasks. */
  readonly task: number
  /** Indices into the task's ensemble, ascending. */
  readonly members: readonly number[]
}

/** What `sweep` takes. */
export interface SweepDescription<Condition> extends Omit<EnsembleDescription, 'members'> {
  /** The task's name; lower case, digits and hyphens. */
  readonly name: string
  /** At least one. */
  readonly conditions: readonly Condition[]
  /** What a condition sets; everything else stands in `shared`. Default: nothing. */
  readonly member?: (condition: Condition) => Omit<MemberDescription, 'count' | 'seed'>
  /** The seed that the restarts of a condition derive theirs from. */
  readonly seed: (condition: Condition) => number
  /** How many models differ in nothing but their seed. */
  readonly restarts: number | ((condition: Condition) => number)
  readonly steps: number
  /** As in `TrainingTask`. Default none. */
  readonly stages?: readonly Stage[]
  /** Fresh samples per member on which the final loss is measured. */
  readonly evaluationSamples: number
  /** From which all members draw these, so that rankings compare like with like. Default: each from its own seed. */
  readonly evaluationSeed?: number
  /** Default: 60 steps, evenly spaced on a logarithmic axis. */
  readonly lossSteps?: readonly number[]
  /** Steps at which parameters are kept. Default: none but the final ones. */
  readonly record?: readonly number[]
}

/** What trained under one condition. */
export interface Trained<Condition> {
  readonly condition: Condition
  /** Restarts that were planned; `members` lacks those that diverged. */
  readonly planned: number
  readonly task: TrainingTask
  /** In the order planned. */
  readonly members: readonly TrainedMember[]
}

/** One trained model with all that experiments ask of it. Numbers are views of the ensemble's own: do not write to them. */
export interface TrainedMember {
  /** Its law, importance and rates at the end of training. */
  readonly member: Member
  /** `[feature, hidden]`: row i is the direction of feature i. */
  readonly weights: Matrix
  /** `[feature]`; zeros where the model has no output bias. */
  readonly bias: NumberArray
  readonly parameters: Parameters
  /** On fresh samples, as trained: importance and penalty included. */
  readonly loss: number
  /** Standard error of `loss`; NaN with 1,024 samples or fewer. */
  readonly lossStandardError: number
  /** `[feature]`: mean of (target − output)² on the same samples, without importance. */
  readonly errors: Float64Array
  /** At the steps of `task.record`. */
  readonly recorded: readonly { readonly step: number; readonly parameters: Parameters }[]
  /** Training losses at `task.lossSteps`. */
  readonly history: readonly number[]
}

/**
 * One task, an ensemble of all conditions in order, the restarts of a condition side by side. Without `optimizer`: AdamW on a
 * quarter cosine down to 0 over `steps`.
 */
export function sweep<Condition>(description: SweepDescription<Condition>): Sweep<Condition> {
  const { name, conditions, member, seed, restarts, steps, ...others } = description
  const { stages, evaluationSamples, evaluationSeed, lossSteps, record, ...shared } = others
  const counts = conditions.map((condition) => (typeof restarts === 'number' ? restarts : restarts(condition)))
  const ensemble = defineEnsemble({
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    ...shared,
    members: conditions.map((condition, index) => ({
      ...member?.(condition),
      count: counts[index]!,
      seed: seed(condition),
    })),
  })
  let first = 0
  const groups = conditions.map((condition, index) => {
    const members = Array.from({ length: counts[index]! }, (_, restart) => first + restart)
    first += members.length
    return { condition, task: 0, members }
  })
  const kept = { lossSteps: lossSteps ?? logarithmicSteps(steps), record: record ?? [] }
  const fresh = { evaluationSamples, ...(evaluationSeed !== undefined && { evaluationSeed }) }
  return { tasks: [{ name, ensemble, ...(stages && { stages }), steps, ...kept, ...fresh }], groups }
}

/** Sweeps one after the other, for conditions that need tasks of their own. */
export function joinSweeps<Condition>(sweeps: readonly Sweep<Condition>[]): Sweep<Condition> {
  let first = 0
  const groups = sweeps.flatMap((each) => {
    const moved = each.groups.map((group) => ({ ...group, task: first + group.task }))
    first += each.tasks.length
    return moved
  })
  return { tasks: sweeps.flatMap(({ tasks }) => tasks), groups }
}

/**
 * What trained under each condition, in the order of the conditions. Members that diverged, or whose loss on fresh samples is not
 * finite, are left out; `planned` counts them.
 *
 * @param trained the ensembles of the sweep's tasks, in their order.
 */
export function trainedUnder<Condition>(
  { groups }: Sweep<Condition>,
  trained: readonly TrainedEnsemble[],
): readonly Trained<Condition>[] {
  const atEnd = trained.map(({ task }) => ensembleAt(task, task.steps).members)
  return groups.map(({ condition, task, members }) => {
    const ensemble = trained[task]!
    const diverged = new Set(ensemble.diverged.map(({ member }) => member))
    const finite = members.filter(
      (member) => !diverged.has(member) && Number.isFinite(ensemble.evaluation.losses[member]),
    )
    return {
      condition,
      planned: members.length,
      task: ensemble.task,
      members: finite.map((member) => trainedMember(ensemble, atEnd[task]![member]!, member)),
    }
  })
}

/** What theory needs to know of a member's features. */
export function featuresOf({ member }: Pick<TrainedMember, 'member'>): IndependentFeatures {
  const { data, importance } = member
  if (data.kind !== 'independent') throw new RangeError(`invalid data: ${data.kind}; expected independent features`)
  return { probability: data.probability, importance }
}

/** Steps from 1 up to, not including, `steps`, evenly spaced on a logarithmic axis, at most `count`, without repeats. */
export function logarithmicSteps(steps: number, count = 60): readonly number[] {
  const last = steps - 1
  if (last < 1) return []
  return [...new Set(Array.from({ length: count }, (_, k) => Math.round(last ** (k / (count - 1)))))]
}

function trainedMember(
  { parameters, recorded, history, evaluation }: TrainedEnsemble,
  member: Member,
  index: number,
): TrainedMember {
  const weights = memberWeights(parameters, index)
  const own = memberParameters(parameters, index)
  return {
    member,
    weights,
    bias: own.bias?.values ?? new Float64Array(weights.rows),
    parameters: own,
    loss: evaluation.losses[index]!,
    lossStandardError: evaluation.standardErrors?.[index] ?? Number.NaN,
    errors: evaluation.errors.subarray(index * weights.rows, (index + 1) * weights.rows),
    recorded: recorded.map(({ step, parameters: then }) => ({ step, parameters: memberParameters(then, index) })),
    history: history.map(({ losses }) => losses[index]!),
  }
}
