/**
 * How a member's samples lie and are summed: rows kept of every sample, slices that are summed apart. All from the shape alone,
 * so that a member's sums have one order whatever its company and the device.
 */
import type { AutoencoderModel } from '@digon/model'
import { parameterLayout } from './parameter-layout.js'

export interface ReductionLayout {
  /** Numbers that are kept of a sample. */
  readonly rowCount: number
  /** Samples that have a place in a row: those of the batch, rounded up to a multiple of 4. */
  readonly rowLength: number
  /** Sums over samples. */
  readonly sumCount: number
  /** Parts of a row that are summed apart, and the samples of each, a multiple of 4. */
  readonly sliceCount: number
  readonly sliceLength: number
  /** Bytes of a member's rows and of its sums. */
  readonly rowBytes: number
  readonly sumBytes: number
}

/** Short, so that a sum loses little to rounding and there are many to be made at once; shorter where one invocation makes all of a slice. */
const shortestSlice = { narrow: 16, wide: 64 }
/** What one invocation keeps of a narrow model: its gradients in registers, and a bit for every feature in one word. */
const mostNarrowParameters = 128
const mostNarrowFeatures = 32
/** The sums of a member, over all slices, should not take more bytes than this: every step writes and reads them. */
const mostSumBytes = 1 << 19

export interface ReductionOptions {
  readonly sampleCount: number
  /** Whether it is for evaluations: squared errors are kept and summed as well, samples are given, diverged members take part. */
  readonly keepsErrors: boolean
}

/** Whether one invocation can keep all gradients of the model in registers. */
export function isNarrow(model: AutoencoderModel): boolean {
  return model.featureCount <= mostNarrowFeatures && parameterLayout(model).parameterCount <= mostNarrowParameters
}

export function reductionLayout(
  model: AutoencoderModel,
  { sampleCount, keepsErrors }: ReductionOptions,
): ReductionLayout {
  const { featureCount, hiddenSize } = model
  const errorRows = keepsErrors ? featureCount : 0
  const rowCount = 1 + 2 * featureCount + 2 * hiddenSize + errorRows
  const sumCount = 1 + errorRows + parameterLayout(model).parameterCount
  const rowLength = 4 * Math.ceil(sampleCount / 4)
  const mostSlices = Math.min(64, Math.max(1, Math.floor(mostSumBytes / (4 * sumCount))))
  const sliceLength = Math.max(
    shortestSlice[isNarrow(model) ? 'narrow' : 'wide'],
    4 * Math.ceil(rowLength / mostSlices / 4),
  )
  const sliceCount = Math.ceil(rowLength / sliceLength)
  const rowBytes = 4 * rowCount * rowLength
  return { rowCount, rowLength, sumCount, sliceCount, sliceLength, rowBytes, sumBytes: 4 * sliceCount * sumCount }
}
