/**
 * What a training step costs at least, stage by stage, at the measured peak of one core: so far an engine could go, whatever a peer
 * does. Counted in multiply-adds; any other operation on a number is half of one, as the peak makes a multiplication and an addition
 * side by side.
 */
import { createSampler, expectedActiveCount } from '@digon/data'
import { forward } from '../forward.js'
import type { Parameters } from '../parameters.js'
import { type BenchShape, ensembleOf } from './shapes.js'

/** The stages of a step, in their order. */
export const stageNames = ['sampling', 'hidden', 'outputs', 'errors', 'back', 'inputs', 'update'] as const

/** A part of a step that the bound of a shape is stated for. */
export type StageName = (typeof stageNames)[number]

/** Multiply-adds of one step of the whole ensemble. */
export type StageMultiplyAdds = Readonly<Record<StageName, number>>

/** A word of Philox4x32-10: seven and a half rounds that samples do not share, of 8 operations on each of four words. */
const perWord = (7.5 * 8) / 4 / 2
/** Activation, difference, square and its sum, scale, comparison, mask, sum for the bias. */
const perOutput = 8 / 2
/** AdamW: three products and a sum for each moment, root, correction, ε, division, decay, step. */
const perParameter = 16 / 2

/** Samples by which live outputs are counted. */
const countedSamples = 256

/** `[member]`: the share of outputs above 0, where a gradient passes, among samples with an active feature. */
export function liveShares(shape: BenchShape, parameters: Parameters): readonly number[] {
  const { model, members } = ensembleOf(shape)
  return members.map(({ data, seed }, member) => {
    if (data.kind === 'batches') throw new RangeError('invalid data: batches; expected a law')
    const sampler = createSampler(data, { featureCount: shape.featureCount, seed })
    const batch = sampler.sample(shape.warmUpSteps, countedSamples)
    const { values } = forward(model, parameters, member, batch).output
    let [live, outputs] = [0, 0]
    for (let sample = 0; sample < countedSamples; sample++) {
      if (batch.offsets[sample] === batch.offsets[sample + 1]) continue
      outputs += shape.featureCount
      for (let k = 0; k < shape.featureCount; k++) if (values[sample * shape.featureCount + k]! > 0) live++
    }
    return outputs === 0 ? 0 : live / outputs
  })
}

/**
 * What every stage needs of a step that leaves out whatever is 0: samples without active features, inputs that are not active, the
 * way back from outputs that are not live.
 *
 * @param live `[member]`, as `liveShares`.
 */
export function stageMultiplyAdds(shape: BenchShape, live: readonly number[]): StageMultiplyAdds {
  const { featureCount, hiddenSize, batchSize } = shape
  const sums: Record<StageName, number> = {
    sampling: 0,
    hidden: 0,
    outputs: 0,
    errors: 0,
    back: 0,
    inputs: 0,
    update: 0,
  }
  const products = featureCount * hiddenSize
  for (const [member, { data }] of ensembleOf(shape).members.entries()) {
    if (data.kind === 'batches') throw new RangeError('invalid data: batches; expected a law')
    const active = expectedActiveCount(data, featureCount)
    const occupied = batchSize * (1 - (1 - active / featureCount) ** featureCount)
    // A word for every feature; or one for how many are active, and two for each of them.
    sums.sampling += perWord * batchSize * Math.min(featureCount, 1 + 2 * active)
    sums.hidden += batchSize * active * hiddenSize
    sums.outputs += occupied * products
    sums.errors += perOutput * occupied * featureCount
    sums.back += 2 * live[member]! * occupied * products
    sums.inputs += batchSize * active * hiddenSize
    sums.update += perParameter * (products + featureCount)
  }
  return sums
}

/** Those of the matrix products alone, which the share of the peak counts. */
export function productMultiplyAdds({ hidden, outputs, back, inputs }: StageMultiplyAdds): number {
  return hidden + outputs + back + inputs
}
