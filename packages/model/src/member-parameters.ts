/** One member's numbers out of an ensemble's parameters. */
import { type Matrix, matrix, ShapeError } from '@digon/matrix'
import type { Parameters, Tensor } from './parameters.js'

/**
 * The parameters of one member, without the member axis. Values are views of the ensemble's own numbers: do not write to them.
 *
 * @param member its index, an integer from 0 to the number of members − 1.
 * @throws {ShapeError} when there is no such member.
 */
export function memberParameters(parameters: Parameters, member: number): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, memberTensor(name, tensor, member)]),
  )
}

/**
 * The weights of one member as a matrix `[feature, hidden]`, a view of the ensemble's own numbers: row i is the direction of
 * feature i, ready for @digon/metrics.
 *
 * @throws {ShapeError} when there is no such member, or the parameters have no `weights` of three axes.
 */
export function memberWeights(parameters: Parameters, member: number): Matrix {
  const { weights } = parameters
  if (weights?.shape.length !== 3) {
    const found = weights === undefined ? 'nothing' : `[${weights.shape.join(', ')}]`
    throw new ShapeError('weights', found, 'a tensor of three axes, [member, feature, hidden]')
  }
  const { shape, values } = memberTensor('weights', weights, member)
  return matrix(shape[0]!, shape[1]!, values, 'weights')
}

function memberTensor(name: string, { shape, values }: Tensor, member: number): Tensor {
  const [memberCount = 0, ...rest] = shape
  if (!Number.isInteger(member) || member < 0 || member >= memberCount) {
    throw new ShapeError(`member of ${name}`, String(member), `an integer from 0 to ${memberCount - 1}`)
  }
  const size = values.length / memberCount
  return { shape: rest, values: values.subarray(member * size, (member + 1) * size) }
}
