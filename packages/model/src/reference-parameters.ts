/**
 * Between the contract's tensors, which have the member as leading axis, and the reference's one record per member.
 * Both directions copy, so that nothing handed in or out is shared with a session.
 */
import type { AutoencoderModel, Ensemble } from './ensemble.js'
import { initialParameters } from './initial-parameters.js'
import { parameterShapes } from './parameter-shapes.js'
import type { Parameters, Tensor } from './parameters.js'
import type { MemberParameters } from './reference-gradient.js'

/** Parameters `[member, …]` as one record per member. */
export function splitMembers(parameters: Parameters, memberCount: number): MemberParameters[] {
  return Array.from({ length: memberCount }, (_, member) =>
    toMemberParameters(parameters, ({ values }) => {
      const size = values.length / memberCount
      return Float64Array.from(values.subarray(member * size, (member + 1) * size))
    }),
  )
}

/** One record per member as parameters `[member, …]`, in the model's order of names. */
export function joinMembers(model: AutoencoderModel, members: readonly MemberParameters[]): Parameters {
  const joined: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(parameterShapes(model))) {
    const blocks = members.map((member) => member[name as keyof MemberParameters]!)
    const size = blocks[0]!.length
    const values = new Float64Array(members.length * size)
    for (const [member, block] of blocks.entries()) values.set(block, member * size)
    joined[name] = { shape: [members.length, ...shape], values }
  }
  return joined
}

/** The float32 initial values that all engines share; those that the ensemble gives as float64 are taken unrounded. */
export function initialMemberParameters(ensemble: Ensemble): MemberParameters[] {
  const shared = splitMembers(initialParameters(ensemble), ensemble.members.length)
  return shared.map((own, index) => {
    const { initialization } = ensemble.members[index]!
    if (initialization.kind !== 'given') return own
    return toMemberParameters(initialization.parameters, ({ values }) => Float64Array.from(values))
  })
}

function toMemberParameters(parameters: Parameters, copy: (tensor: Tensor) => Float64Array): MemberParameters {
  const entries = Object.entries(parameters).map(([name, tensor]) => [name, copy(tensor)])
  return Object.fromEntries(entries) as MemberParameters
}
