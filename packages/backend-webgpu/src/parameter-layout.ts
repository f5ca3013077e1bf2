/** Where the parameters of a member stand in its block: one tensor behind the other, row-major, as in the contract. */
import { type AutoencoderModel, type Parameters, parameterShapes, type Tensor } from '@digon/model'

interface Place {
  readonly name: string
  /** Without the member axis. */
  readonly shape: readonly number[]
  readonly start: number
  readonly size: number
}

export interface ParameterLayout {
  readonly places: readonly Place[]
  /** Numbers in the block of a member. */
  readonly parameterCount: number
}

export function parameterLayout(model: AutoencoderModel): ParameterLayout {
  let start = 0
  const places = Object.entries(parameterShapes(model)).map(([name, shape]): Place => {
    const size = shape.reduce((product, length) => product * length, 1)
    const place = { name, shape, start, size }
    start += size
    return place
  })
  return { places, parameterCount: start }
}

/** First number of a tensor; 0 where the model has none of this name. */
export function startOf({ places }: ParameterLayout, name: string): number {
  return places.find((place) => place.name === name)?.start ?? 0
}

/** Copies one member of the contract's tensors into its block. */
export function toBlock({ places }: ParameterLayout, tensors: Parameters, member: number, block: Float32Array): void {
  for (const { name, start, size } of places) {
    block.set(tensors[name]!.values.subarray(member * size, (member + 1) * size), start)
  }
}

/** The contract's tensors from the blocks of all members. */
export function fromBlocks({ places }: ParameterLayout, blocks: readonly Float32Array[]): Parameters {
  const tensors: Record<string, Tensor> = {}
  for (const { name, shape, start, size } of places) {
    const values = new Float32Array(blocks.length * size)
    for (const [member, block] of blocks.entries()) values.set(block.subarray(start, start + size), member * size)
    tensors[name] = { shape: [blocks.length, ...shape], values }
  }
  return tensors
}
