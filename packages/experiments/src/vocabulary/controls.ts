/**
 * Controls: what a claim must fail on. A control changes what was trained, or the numbers made of it, in a way that makes the claim
 * false; tests show that the claim notices.
 */
import { matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import type { TiedModel } from '@digon/theory'
import type { Simulation } from './simulation.js'
import type { Sweep, Trained, TrainedMember } from './sweep.js'

/** Sweeps by name, as an experiment plans them. */
export type Sweeps = Readonly<Record<string, Sweep<unknown>>>

/** What trained in each of them. */
export type TrainedSweeps<Planned> = {
  readonly [Name in keyof Planned]: Planned[Name] extends Sweep<infer Condition> ? readonly Trained<Condition>[] : never
}

/** A change on which claims must fail. */
export type Control<TrainedOnes, Numbers, Simulated = unknown, Settings = unknown> =
  /** Other models than those that were trained. */
  | {
      /** From the trained models to the others. */
      readonly trained: (trained: TrainedOnes) => TrainedOnes
    }
  /** Another simulation than that of the experiment. */
  | {
      /** What is simulated instead. */
      readonly simulate: Simulation<TrainedOnes, Settings, Simulated>['run']
    }
  /** Other numbers, where no model would give them. */
  | {
      /** From the measured numbers to the others. */
      readonly numbers: (numbers: Numbers) => Numbers
    }

/** A control of every experiment: the same models before training. */
export const untrainedWeights = 'untrained weights'

/** Every condition gets the models of the one that fits. Their losses go with them. */
export function modelsOf<Condition>(
  sweep: readonly Trained<Condition>[],
  fits: (condition: Condition) => boolean,
): readonly Trained<Condition>[] {
  const { members } = sweep.find(({ condition }) => fits(condition))!
  return sweep.map((each) => ({ ...each, members: inPlaceOf(each.members, members) }))
}

/** The conditions get each other's models in reverse order. */
export function reversed<Condition>(sweep: readonly Trained<Condition>[]): readonly Trained<Condition>[] {
  return sweep.map((each, k) => ({
    ...each,
    members: inPlaceOf(each.members, sweep[sweep.length - 1 - k]!.members),
  }))
}

/** Every model is changed by itself. */
export function everyModel<Condition>(
  sweep: readonly Trained<Condition>[],
  change: (member: TrainedMember, condition: Condition, restart: number) => TrainedMember,
): readonly Trained<Condition>[] {
  return sweep.map((each) => ({
    ...each,
    members: each.members.map((member, restart) => change(member, each.condition, restart)),
  }))
}

/** Other models under the laws and importances of those that they replace; where there are fewer, from the first again. */
function inPlaceOf(replaced: readonly TrainedMember[], by: readonly TrainedMember[]): readonly TrainedMember[] {
  return replaced.map(({ member }, k) => ({ ...by[k % by.length]!, member }))
}

/** For `everyModel`: each feature's vector times a factor that its norm decides. */
export function scaledFeatures(factorOf: (norm: number) => number): (trained: TrainedMember) => TrainedMember {
  return (trained) => {
    const norms = featureNorms(trained.weights)
    const rows = toRows(trained.weights).map((row, i) => row.map((value) => value * factorOf(norms[i]!)))
    return { ...trained, weights: matrixFromRows(rows) }
  }
}

/** For `everyModel`: the first feature gets the last one's vector, and so on. */
export function featuresReversed(trained: TrainedMember): TrainedMember {
  return { ...trained, weights: matrixFromRows(toRows(trained.weights).reverse()) }
}

/** For `everyModel`: another model ended under the same law, with weights and bias of its own. Its losses stay. */
export function endedAs(trained: TrainedMember, { weights, bias }: TiedModel): TrainedMember {
  return { ...trained, weights, bias: Float64Array.from(bias) }
}
