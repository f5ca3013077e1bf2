/** How much memory an ensemble needs at least, so that absurd sizes are refused before anything is allocated. */
import type { Model } from './ensemble.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'

/** 4 GiB: what a WebAssembly memory can address. */
export const defaultMemoryLimitInBytes: number = 2 ** 32

/**
 * A lower bound in bytes for training on any engine: parameters, gradient and two moments in float32 for all members, their
 * tables (importance, probabilities) in float64 and records, and one member's batch of dense outputs and hidden values.
 */
export function requiredBytes(model: Model, memberCount: number, batchSize: number): number {
  const parameterCount = Object.values(parameterShapes(model)).reduce((sum, shape) => sum + sizeOf(shape), 0)
  const hiddenSize = model.kind === 'autoencoder' ? model.hiddenSize : 0
  const memberBytes = 4 * 4 * parameterCount + 2 * 8 * model.featureCount + 256
  return memberCount * memberBytes + 4 * batchSize * (model.featureCount + hiddenSize)
}
