/** The true features that dictionaries are judged by: weights of any file, one member of them. */
import { type Matrix, matrix } from '@digon/matrix'
import { UsageError } from '../exit-code.js'
import { type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'

export interface TrueFeatures {
  /** `[feature, input]`. */
  readonly directions: Matrix
  /** `[input]`: the hidden bias of a model that has one. */
  readonly bias?: Float64Array
  readonly activation: 'identity' | 'relu'
}

/**
 * @param path a run, or a weights file or folder of any layout. @param member which one, from 0. Default: the only one.
 * @throws {UsageError} when there is no such member, or several and none was named. Others as `openNamedModel`.
 */
export async function trueFeatures(
  path: string,
  options: NamedWeightsOptions & { readonly member?: number | undefined },
): Promise<TrueFeatures> {
  const { parameters, hiddenActivation } = await openNamedModel(path, options)
  const { shape, values } = parameters.weights!
  const [members, features, inputs] = shape as [number, number, number]
  const { member = members === 1 ? 0 : undefined } = options
  if (member === undefined) throw new UsageError(`${path} holds ${members} models; choose one by its member, from 0`)
  if (member >= members) throw new UsageError(`${path} has no member ${member}; expected 0 to ${members - 1}`)
  const size = features * inputs
  const bias = parameters.hiddenBias?.values.slice(member * inputs, (member + 1) * inputs)
  return {
    directions: matrix(features, inputs, Float64Array.from(values.slice(member * size, (member + 1) * size))),
    ...(bias && { bias: Float64Array.from(bias) }),
    activation: hiddenActivation,
  }
}
