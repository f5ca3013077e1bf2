/** Sparse batches of all members written into one dense block, in the order of axes that the graph works in. */
import type { SparseBatch } from '@digon/data'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'

/** A block that is filled again for every step, so that a step makes no garbage of the batch's size. */
export class DenseInput {
  readonly #values: Float32Array
  readonly #shape: [number, number, number]
  readonly #sampleStride: number
  readonly #featureStride: number

  constructor(memberCount: number, featureCount: number, sampleCount: number, sampleAxis: 1 | 2) {
    this.#values = new Float32Array(memberCount * featureCount * sampleCount)
    const samplesLast = sampleAxis === 2
    this.#shape = samplesLast ? [memberCount, featureCount, sampleCount] : [memberCount, sampleCount, featureCount]
    this.#sampleStride = samplesLast ? 1 : featureCount
    this.#featureStride = samplesLast ? sampleCount : 1
  }

  /** All zeros again. */
  clear(): void {
    this.#values.fill(0)
  }

  /** Writes samples `from` up to, not including, `to` (as far as the batch has them) as the member's first ones. */
  write(member: number, batch: SparseBatch, from: number, to: number): void {
    const values = this.#values
    const start = member * this.#shape[1] * this.#shape[2]
    const end = Math.min(to, batch.sampleCount)
    for (let sample = from; sample < end; sample++) {
      const offset = start + (sample - from) * this.#sampleStride
      for (let entry = batch.offsets[sample]!; entry < batch.offsets[sample + 1]!; entry++) {
        values[offset + batch.features[entry]! * this.#featureStride] = batch.values[entry]!
      }
    }
  }

  /** The block as a tensor. It may share memory with the block: free it before writing again. */
  toTensor(): Tensor {
    return tensor(this.#values, this.#shape)
  }
}
