/** Where a session starts, as plain tensors, and which moments its optimizer keeps. */
import type { NumberArray } from '@digon/matrix'
import type { Snapshot } from '../backend.js'
import type { Ensemble, Optimizer } from '../ensemble.js'
import { initialParameters } from '../initial-parameters.js'
import type { Parameters } from '../parameters.js'

/** Which moments this optimizer keeps: first ones (or momentum buffers), second ones. */
export function keptMoments({ kind, momentum }: Optimizer): { readonly first: boolean; readonly second: boolean } {
  return { first: kind !== 'sgd' || momentum !== 0, second: kind !== 'sgd' }
}

/** Tensors with the member as leading axis; what an engine takes them for is its own. */
export type StartingState = Pick<Snapshot, 'parameters' | 'firstMoments' | 'secondMoments'>

/**
 * Parameters and kept moments, members leading, in the order of `parameterShapes`; moments that are not kept have no tensors.
 * From a snapshot that fits (`checkSnapshot`), else initial parameters and moments of 0. The arrays are copies.
 *
 * @param numbers the arrays to hold them. In `Float64Array`s, parameters that the ensemble gives come as they are; random ones
 * are the float32 values that all engines share.
 */
export function startingState(
  ensemble: Ensemble,
  snapshot: Snapshot | undefined,
  numbers: Float32ArrayConstructor | Float64ArrayConstructor = Float32Array,
): StartingState {
  const copyOf = (tensors: Parameters): Parameters => mapTensors(tensors, (values) => numbers.from(values))
  if (snapshot !== undefined) {
    const { parameters, firstMoments, secondMoments } = snapshot
    return {
      parameters: copyOf(parameters),
      firstMoments: copyOf(firstMoments),
      secondMoments: copyOf(secondMoments),
    }
  }
  const parameters = copyOf(initialParameters(ensemble))
  for (const [member, { initialization }] of ensemble.members.entries()) {
    if (initialization.kind !== 'given') continue
    for (const [name, { values }] of Object.entries(initialization.parameters)) {
      parameters[name]!.values.set(values, member * values.length)
    }
  }
  const zeros = (): Parameters => mapTensors(parameters, ({ length }) => new numbers(length))
  const { first, second } = keptMoments(ensemble.optimizer)
  return { parameters, firstMoments: first ? zeros() : {}, secondMoments: second ? zeros() : {} }
}

function mapTensors(tensors: Parameters, map: (values: NumberArray) => NumberArray): Parameters {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, values }]) => [name, { shape: [...shape], values: map(values) }]),
  )
}
