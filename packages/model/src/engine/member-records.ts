/** Between tensors with the member as leading axis and one record of flat numbers a member, for engines that work that way. */
import type { NumberArray } from '@digon/matrix'
import type { Model } from '../ensemble.js'
import { memberParameters } from '../member-parameters.js'
import { parameterShapes } from '../parameter-shapes.js'
import type { Parameters, Tensor } from '../parameters.js'

/** Numbers of one member by the names of the parameters that the model has; flat, row-major. */
export type MemberRecord = Readonly<Record<string, NumberArray | undefined>>

/** One member's numbers as views: writing to them writes to the tensors. */
export function memberRecord(tensors: Parameters, member: number): Record<string, NumberArray> {
  const own = Object.entries(memberParameters(tensors, member))
  return Object.fromEntries(own.map(([name, { values }]) => [name, values]))
}

/** Copies of the members' records as tensors `[member, …]`, in the model's order of names; float64 if the records are. */
export function joinMembers(model: Model, members: readonly MemberRecord[]): Parameters {
  const joined: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(parameterShapes(model))) {
    const first = members[0]![name]!
    const size = first.length
    const length = members.length * size
    const values = first instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)
    for (const [member, record] of members.entries()) values.set(record[name]!, member * size)
    joined[name] = { shape: [members.length, ...shape], values }
  }
  return joined
}
