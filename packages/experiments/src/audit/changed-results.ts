/** Changes of what was trained that faults are made of: every model by itself, or models among conditions. */
import { deriveSeed, wordsAt } from '@digon/data'
import { matrix } from '@digon/matrix'
import type { Member, Parameters, Tensor } from '@digon/model'
import { everyModel } from '../vocabulary/controls.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import type { AuditedSweeps } from './fault.js'

type ChangeResults = (trained: AuditedSweeps) => AuditedSweeps

/** A fault in results that changes every sweep. */
export function everySweep(
  change: (conditions: readonly Trained<unknown>[]) => readonly Trained<unknown>[],
): ChangeResults {
  return (trained) => Object.fromEntries(Object.entries(trained).map(([name, sweep]) => [name, change(sweep)]))
}

/** A fault in results that changes every model by itself. */
export function everyTrained(change: (trained: TrainedMember) => TrainedMember): ChangeResults {
  return everySweep((sweep) => everyModel(sweep, change))
}

/** A fault in results that changes the tensors of some names, at the end and at every recorded step. */
export function everyTensor(
  names: readonly string[],
  change: (tensor: Tensor, member: Member, name: string) => ArrayLike<number>,
): ChangeResults {
  return everyTrained((trained) => {
    const changed = (parameters: Parameters): Parameters =>
      Object.fromEntries(
        Object.entries(parameters).map(([name, tensor]) => [
          name,
          names.includes(name)
            ? { shape: tensor.shape, values: Float64Array.from(change(tensor, trained.member, name)) }
            : tensor,
        ]),
      )
    const parameters = changed(trained.parameters)
    const { rows, columns } = trained.weights
    return {
      ...trained,
      parameters,
      weights: matrix(rows, columns, parameters.weights!.values),
      bias: parameters.bias?.values ?? trained.bias,
      recorded: trained.recorded.map(({ step, parameters: then }) => ({ step, parameters: changed(then) })),
    }
  })
}

export const weightNames = ['weights', 'outputWeights']
export const biasNames = ['bias', 'hiddenBias']

/** A fault in results: all weights times a factor. */
export function scaledWeights(factor: number): ChangeResults {
  return everyTensor(weightNames, ({ values }) => values.map((value) => value * factor))
}

/** A fault in results: normal noise on all weights, of a member's own stream and the same at every recorded step. */
export function noisyWeights(deviation: number): ChangeResults {
  return everyTensor(weightNames, ({ values }, { seed }, name) => {
    const words = wordsAt(deriveSeed(seed, ['fault', name]), noisePurpose, 0, 0, 2 * values.length)
    return values.map((value, k) => value + deviation * normal(words[2 * k]!, words[2 * k + 1]!))
  })
}

/** Every vector of the weights belongs to the feature before; the first one's to the last. */
export function shiftedRows({ shape, values }: Tensor): ArrayLike<number> {
  const columns = shape[1]!
  return values.map((_, k) => values[(k + columns) % values.length]!)
}

/** Each condition gets the models of the next one of the same shape, the last those of the first; losses go with them. */
export function neighborsModels(sweep: readonly Trained<unknown>[]): readonly Trained<unknown>[] {
  return sweep.map((each, k) => {
    const others = [...sweep.slice(k + 1), ...sweep.slice(0, k)]
    const { members } = others.find((other) => sameShape(other, each)) ?? each
    return { ...each, members: inPlaceOf(each.members, members) }
  })
}

/** Each condition has its first restart only, as often as there were restarts. */
export function firstRepeated(sweep: readonly Trained<unknown>[]): readonly Trained<unknown>[] {
  return sweep.map((each) => ({ ...each, members: inPlaceOf(each.members, each.members.slice(0, 1)) }))
}

function inPlaceOf(replaced: readonly TrainedMember[], by: readonly TrainedMember[]): readonly TrainedMember[] {
  return by.length === 0 ? replaced : replaced.map(({ member }, k) => ({ ...by[k % by.length]!, member }))
}

function sameShape(a: Pick<Trained<unknown>, 'task'>, b: Pick<Trained<unknown>, 'task'>): boolean {
  return JSON.stringify(a.task.ensemble.model) === JSON.stringify(b.task.ensemble.model)
}

/** Free for other uses than those of @digon/data. */
const noisePurpose = 4

/** Box and Muller's: a normal value of two words. */
function normal(first: number, second: number): number {
  return Math.sqrt(-2 * Math.log((first + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * second) / 2 ** 32)
}
