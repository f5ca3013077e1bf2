/** Where the parameters of a member stand in its block: one tensor behind the other, row-major, as in the contract. */
import { type AutoencoderModel, type Parameters, parameterShapes } from '@digon/model'
import { joinMembers, memberRecord, sizeOf } from '@digon/model/engine'

interface Place {
  readonly name: string
  readonly start: number
  readonly end: number
}

export interface ParameterLayout {
  readonly model: AutoencoderModel
  readonly places: readonly Place[]
  /** Numbers in the block of a member. */
  readonly parameterCount: number
}

export function parameterLayout(model: AutoencoderModel): ParameterLayout {
  let parameterCount = 0
  const places = Object.entries(parameterShapes(model)).map(([name, shape]): Place => {
    const start = parameterCount
    parameterCount += sizeOf(shape)
    return { name, start, end: parameterCount }
  })
  return { model, places, parameterCount }
}

/** First number of a tensor; 0 where the model has none of this name. */
export function startOf({ places }: ParameterLayout, name: string): number {
  return places.find((place) => place.name === name)?.start ?? 0
}

/** One member of the contract's tensors, copied into a block of its own. */
export function toBlock(
  { places, parameterCount }: ParameterLayout,
  tensors: Parameters,
  member: number,
): Float32Array {
  const block = new Float32Array(parameterCount)
  const record = memberRecord(tensors, member)
  for (const { name, start } of places) block.set(record[name]!, start)
  return block
}

/** The contract's tensors from the blocks of all members. */
export function fromBlocks({ model, places }: ParameterLayout, blocks: readonly Float32Array[]): Parameters {
  const recordOf = (block: Float32Array) =>
    Object.fromEntries(places.map(({ name, start, end }) => [name, block.subarray(start, end)]))
  return joinMembers(model, blocks.map(recordOf))
}
