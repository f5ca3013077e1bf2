/**
 * How one member's tensors lie in the engine: rows padded to multiples of four floats, output weights turned so that their
 * rows belong to features like those of the weights, all in one block. Between that and the contract's tensors.
 */
import type { AutoencoderModel, Parameters, Tensor } from '@digon/model'

/** One tensor inside the block of a member. */
interface Place {
  readonly name: string
  /** Shape without the member axis, as in the contract. */
  readonly shape: readonly number[]
  /** First float. */
  readonly start: number
  /** Rows of the engine and the floats between their beginnings. */
  readonly rows: number
  readonly columns: number
  readonly pitch: number
  /** Whether the engine's rows are the contract's columns. */
  readonly turned: boolean
}

export interface TensorLayout {
  readonly featurePitch: number
  readonly hiddenPitch: number
  /** Floats in the block of a member. */
  readonly parameterCount: number
  readonly places: readonly Place[]
}

/** The next multiple. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}

export function tensorLayout(model: AutoencoderModel): TensorLayout {
  const { featureCount, hiddenSize } = model
  const featurePitch = roundUp(featureCount, 4)
  const hiddenPitch = roundUp(hiddenSize, 4)
  // Rows come in fours as well, so that tiles need no rest.
  const matrixSize = featurePitch * hiddenPitch
  const places: Place[] = []
  let start = 0
  const add = (place: Omit<Place, 'start'>, size: number): void => {
    places.push({ ...place, start })
    start += size
  }
  const matrix = { rows: featureCount, columns: hiddenSize, pitch: hiddenPitch }
  add({ name: 'weights', shape: [featureCount, hiddenSize], ...matrix, turned: false }, matrixSize)
  if (!model.tied) {
    add({ name: 'outputWeights', shape: [hiddenSize, featureCount], ...matrix, turned: true }, matrixSize)
  }
  const vector = { rows: 1, turned: false }
  if (model.outputBias) {
    const sizes = { columns: featureCount, pitch: featurePitch }
    add({ name: 'bias', shape: [featureCount], ...vector, ...sizes }, featurePitch)
  }
  if (model.hiddenBias) {
    add({ name: 'hiddenBias', shape: [hiddenSize], ...vector, columns: hiddenSize, pitch: hiddenPitch }, hiddenPitch)
  }
  return { featurePitch, hiddenPitch, parameterCount: start, places }
}

/** First float of a tensor, or undefined where the model has none of this name. */
export function startOf(layout: TensorLayout, name: string): number | undefined {
  return layout.places.find((place) => place.name === name)?.start
}

/** Copies one member of the contract's tensors into a block; padding stays as it is. */
export function toBlock(layout: TensorLayout, tensors: Parameters, member: number, block: Float32Array): void {
  for (const place of layout.places) {
    const values = tensors[place.name]!.values
    const base = member * place.rows * place.columns
    forEachNumber(place, (inBlock, inTensor) => {
      block[inBlock] = values[base + inTensor]!
    })
  }
}

/** The contract's tensors from the blocks of all members. */
export function fromBlocks(layout: TensorLayout, blocks: readonly Float32Array[]): Parameters {
  const tensors: Record<string, Tensor> = {}
  for (const place of layout.places) {
    const size = place.rows * place.columns
    const values = new Float32Array(blocks.length * size)
    for (const [member, block] of blocks.entries()) {
      forEachNumber(place, (inBlock, inTensor) => {
        values[member * size + inTensor] = block[inBlock]!
      })
    }
    tensors[place.name] = { shape: [blocks.length, ...place.shape], values }
  }
  return tensors
}

/** Ranges of the block, as first float and number of floats, that belong to these features. */
export function rangesOfFeatures(layout: TensorLayout, features: readonly number[]): Uint32Array {
  const ranges: number[] = []
  for (const place of layout.places) {
    if (place.name === 'hiddenBias') continue
    const width = place.name === 'bias' ? 1 : place.pitch
    for (const feature of features) ranges.push(place.start + feature * width, width)
  }
  return Uint32Array.from(ranges)
}

function forEachNumber(place: Place, visit: (inBlock: number, inTensor: number) => void): void {
  const { start, rows, columns, pitch, turned } = place
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit(start + row * pitch + column, turned ? column * rows + row : row * columns + column)
    }
  }
}
