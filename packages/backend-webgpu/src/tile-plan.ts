/**
 * How a member's samples are cut up: rows of a tile, where tiles live, how many workgroups share a member. All from the shape
 * alone, so that a member's sums have one order whatever its company and the device.
 */
import type { AutoencoderModel } from '@digon/model'
import { parameterLayout } from './parameter-layout.js'
import { rowPitch, tileLength } from './shaders/tile.js'

export interface TilePlan {
  readonly rows: number
  /** `workgroup` memory, or a `buffer` for models that are too wide for it. */
  readonly home: 'workgroup' | 'buffer'
  /** Bytes of the buffer for each workgroup; 0 where there is none. */
  readonly bufferBytes: number
  /** Sums that a workgroup makes. */
  readonly sumCount: number
  /** The most workgroups that share the samples of a member. */
  readonly mostSlices: number
}

/** What every WebGPU device has. */
const workgroupBytes = 16384

/** Sums of a member, over all its slices, should not take more than this: they are written and read in every step. */
const partialBytes = 1 << 19

export interface TileOptions {
  /** Whether it is for evaluations: squared errors are kept and summed as well, samples are given, diverged members take part. */
  readonly keepsErrors: boolean
  /**
   * Whether the device is emulated by a processor. Its workgroup memory is no faster than a buffer, and clearing it before use
   * makes shaders two to three times larger.
   */
  readonly emulated: boolean
}

export function tilePlan(model: AutoencoderModel, { keepsErrors, emulated }: TileOptions): TilePlan {
  const { featureCount, hiddenSize } = model
  const errorRows = keepsErrors ? featureCount : 0
  const rows = 2 * featureCount + 2 * hiddenSize + 1 + errorRows
  const sumCount = 1 + errorRows + parameterLayout(model).parameterCount
  const fits = !emulated && 4 * rows * rowPitch <= workgroupBytes
  const bufferBytes = fits ? 0 : 4 * rows * tileLength
  const mostSlices = Math.min(64, Math.max(1, Math.floor(partialBytes / (4 * sumCount))))
  return { rows, home: fits ? 'workgroup' : 'buffer', bufferBytes, sumCount, mostSlices }
}

/** Workgroups that share the samples of a member. */
export function sliceCount({ mostSlices }: TilePlan, sampleCount: number): number {
  return Math.min(mostSlices, Math.ceil(sampleCount / tileLength))
}
