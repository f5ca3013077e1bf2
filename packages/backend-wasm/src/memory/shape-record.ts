/** Scratch space and the shape record of a session: everything that its members share. */
import type { AutoencoderEnsemble } from '@digon/model/engine'
import type { Route } from '../choose-route.js'
import { activations } from '../generated/constants.js'
import { shapeLayout } from '../generated/record-layouts.js'
import type { MemoryImage } from './memory-image.js'
import { startOf, type TensorLayout } from './tensor-layout.js'

/** Entries written behind the last one: compression writes before it knows, four at a time. */
const slack = 8

/** Samples computed at once: at most 256, fewer for wide models, so that a block of outputs stays in the second-level cache. */
export function blockSize(featureCount: number): number {
  const fitting = Math.floor(32768 / featureCount / 8) * 8
  return Math.min(256, Math.max(8, fitting))
}

/** What `writeShape` made. */
export interface WrittenShape {
  readonly address: number
  readonly blockSize: number
  /** `[parameterCount]` */
  readonly gradient: number
  /** `[feature]` float64 */
  readonly errors: number
}

/**
 * @param reserve makes scratch space of so many bytes, with any contents.
 */
export function writeShape(
  image: MemoryImage,
  reserve: (byteLength: number) => number,
  ensemble: AutoencoderEnsemble,
  layout: TensorLayout,
  routes: readonly Route[],
): WrittenShape {
  const { model, optimizer } = ensemble
  const { featureCount, hiddenSize } = model
  const { featureStride, hiddenStride, parameterCount } = layout
  const floats = (count: number): number => reserve(4 * count)
  const block = blockSize(featureCount)
  const gradient = floats(parameterCount)
  const biasStart = startOf(layout, 'bias')
  const hiddenBiasStart = startOf(layout, 'hiddenBias')
  const outputWeightsStart = startOf(layout, 'outputWeights')
  const inBytes = (start: number | undefined): number => (start === undefined ? -1 : 4 * start)
  const gradientOf = (start: number | undefined, size: number): number =>
    start === undefined ? floats(size) : gradient + 4 * start
  const matrix = featureStride * hiddenStride
  const narrow = routes.some(({ kernel }) => kernel === 'narrow')
  const hiddenBlock = block * hiddenStride
  const gram = routes.some((route) => route.kernel === 'wide' && route.outputs === 'gram')
  const transposedOutputWeights = floats(matrix)
  const errors = reserve(8 * featureStride)
  const address = image.writeRecords(shapeLayout, [
    {
      featureCount,
      hiddenSize,
      featureStride,
      hiddenStride,
      hiddenActivation: activations[model.hiddenActivation],
      outputActivation: activations[model.outputActivation],
      target: ensemble.target === 'absolute' ? 1 : 0,
      tied: model.tied ? 1 : 0,
      batchSize: ensemble.batchSize,
      blockSize: block,
      optimizer: optimizer.kind === 'sgd' ? 1 : 0,
      beta1: optimizer.beta1,
      oneMinusBeta1: 1 - optimizer.beta1,
      beta2: optimizer.beta2,
      oneMinusBeta2: 1 - optimizer.beta2,
      epsilon: optimizer.epsilon,
      momentum: optimizer.momentum,
      parameterCount,
      outputWeightsOffset: inBytes(outputWeightsStart),
      biasOffset: inBytes(biasStart),
      hiddenBiasOffset: inBytes(hiddenBiasStart),
      spareState: floats(3 * parameterCount),
      gradient,
      biasGradient: gradientOf(biasStart, featureStride),
      hiddenBiasGradient: gradientOf(hiddenBiasStart, hiddenStride),
      zeros: image.reserve(4 * Math.max(featureStride, hiddenStride)),
      errors,
      errorLanes: floats(4 * featureStride),
      offsets: floats(block + 1),
      features: floats(block * featureCount + slack),
      values: floats(block * featureCount + slack),
      // One panel more, see Shape in assembly/records.ts, and one row more, see Bands.
      inputPanels: floats((block + 8) * featureStride + 8),
      outputPanels: floats(block * (narrow ? Math.max(16, featureStride) : 16)),
      hiddenPanels: floats(hiddenBlock),
      hiddenRows: floats(hiddenBlock),
      hiddenGradientPanels: floats(hiddenBlock),
      hiddenGradientRows: floats(hiddenBlock),
      listIndices: floats(block + slack),
      listNumbers: floats(block + slack),
      listEnds: floats(featureCount),
      transposedWeights: model.tied ? transposedOutputWeights : floats(matrix),
      transposedOutputWeights,
      gram: floats(gram ? featureStride * featureStride : 0),
      gramRows: floats(gram ? block * featureStride : 0),
    },
  ])
  return { address, blockSize: block, gradient, errors }
}
