/**
 * How one member's tensors lie in the engine: rows padded to multiples of four floats, output weights transposed so that their
 * rows belong to features like those of the weights, all in one block. Between that and the contract's tensors.
 */
import type { AutoencoderModel, Parameters, Tensor } from '@digon/model'

/** One tensor inside the block of a member. */
interface TensorSlot {
  readonly name: string
  /** Shape without the member axis, as in the contract. */
  readonly shape: readonly number[]
  /** First float. */
  readonly start: number
  /** Rows of the engine and the floats between their beginnings. */
  readonly rows: number
  readonly columns: number
  readonly stride: number
  /** Whether the engine's rows are the contract's columns. */
  readonly transposed: boolean
}

export interface TensorLayout {
  readonly featureStride: number
  readonly hiddenStride: number
  /** Floats in the block of a member. */
  readonly parameterCount: number
  readonly slots: readonly TensorSlot[]
}

/** The next multiple. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}

export function tensorLayout(model: AutoencoderModel): TensorLayout {
  const { featureCount, hiddenSize } = model
  const featureStride = roundUp(featureCount, 4)
  const hiddenStride = roundUp(hiddenSize, 4)
  // Rows come in fours as well, so that tiles need no rest.
  const matrixSize = featureStride * hiddenStride
  const slots: TensorSlot[] = []
  let start = 0
  const add = (slot: Omit<TensorSlot, 'start'>, size: number): void => {
    slots.push({ ...slot, start })
    start += size
  }
  const matrix = { rows: featureCount, columns: hiddenSize, stride: hiddenStride }
  add({ name: 'weights', shape: [featureCount, hiddenSize], ...matrix, transposed: false }, matrixSize)
  if (!model.tied) {
    add({ name: 'outputWeights', shape: [hiddenSize, featureCount], ...matrix, transposed: true }, matrixSize)
  }
  const vector = { rows: 1, transposed: false }
  if (model.outputBias) {
    const sizes = { columns: featureCount, stride: featureStride }
    add({ name: 'bias', shape: [featureCount], ...vector, ...sizes }, featureStride)
  }
  if (model.hiddenBias) {
    add({ name: 'hiddenBias', shape: [hiddenSize], ...vector, columns: hiddenSize, stride: hiddenStride }, hiddenStride)
  }
  return { featureStride, hiddenStride, parameterCount: start, slots }
}

/** First float of a tensor, or undefined where the model has none of this name. */
export function startOf(layout: TensorLayout, name: string): number | undefined {
  return layout.slots.find((slot) => slot.name === name)?.start
}

/** Copies one member of the contract's tensors into a block; padding stays as it is. */
export function toBlock(layout: TensorLayout, tensors: Parameters, member: number, block: Float32Array): void {
  for (const slot of layout.slots) {
    const values = tensors[slot.name]!.values
    const base = member * slot.rows * slot.columns
    forEachNumber(slot, (inBlock, inTensor) => {
      block[inBlock] = values[base + inTensor]!
    })
  }
}

/** The contract's tensors from the blocks of all members. */
export function fromBlocks(layout: TensorLayout, blocks: readonly Float32Array[]): Parameters {
  const tensors: Record<string, Tensor> = {}
  for (const slot of layout.slots) {
    const size = slot.rows * slot.columns
    const values = new Float32Array(blocks.length * size)
    for (const [member, block] of blocks.entries()) {
      forEachNumber(slot, (inBlock, inTensor) => {
        values[member * size + inTensor] = block[inBlock]!
      })
    }
    tensors[slot.name] = { shape: [blocks.length, ...slot.shape], values }
  }
  return tensors
}

/** Ranges of the block, as first float and number of floats, that belong to these features. */
export function rangesOfFeatures(layout: TensorLayout, features: readonly number[]): Uint32Array {
  const ranges: number[] = []
  for (const slot of layout.slots) {
    if (slot.name === 'hiddenBias') continue
    const width = slot.name === 'bias' ? 1 : slot.stride
    for (const feature of features) ranges.push(slot.start + feature * width, width)
  }
  return Uint32Array.from(ranges)
}

function forEachNumber(slot: TensorSlot, visit: (inBlock: number, inTensor: number) => void): void {
  const { start, rows, columns, stride, transposed } = slot
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit(start + row * stride + column, transposed ? column * rows + row : row * columns + column)
    }
  }
}
