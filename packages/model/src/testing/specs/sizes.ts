/** Sizes that trip kernels: one of everything, not a multiple of four, more dimensions than features, wide, many, large. */
import { type Spec, spec } from './spec.js'

interface Size {
  readonly featureCount: number
  readonly hiddenSize: number
  readonly batchSize: number
  readonly members: number
  readonly probability: number
  readonly steps?: number
}

const sizes: readonly Size[] = [
  { featureCount: 1, hiddenSize: 1, batchSize: 1, members: 1, probability: 1 },
  { featureCount: 1, hiddenSize: 1, batchSize: 7, members: 3, probability: 0.5 },
  { featureCount: 1, hiddenSize: 5, batchSize: 6, members: 2, probability: 0.9 },
  { featureCount: 2, hiddenSize: 1, batchSize: 64, members: 2, probability: 0.3 },
  { featureCount: 3, hiddenSize: 1, batchSize: 5, members: 2, probability: 0.7 },
  { featureCount: 3, hiddenSize: 8, batchSize: 10, members: 2, probability: 0.5 },
  { featureCount: 4, hiddenSize: 4, batchSize: 4, members: 4, probability: 0.6 },
  { featureCount: 5, hiddenSize: 2, batchSize: 1, members: 2, probability: 0.5 },
  { featureCount: 6, hiddenSize: 5, batchSize: 13, members: 5, probability: 0 },
  { featureCount: 7, hiddenSize: 3, batchSize: 33, members: 2, probability: 0.05 },
  { featureCount: 17, hiddenSize: 9, batchSize: 31, members: 3, probability: 0.2 },
  { featureCount: 37, hiddenSize: 11, batchSize: 18, members: 1, probability: 1 },
  { featureCount: 130, hiddenSize: 33, batchSize: 21, members: 1, probability: 0.1, steps: 3 },
  { featureCount: 130, hiddenSize: 34, batchSize: 66, members: 1, probability: 0.004, steps: 3 },
  { featureCount: 3, hiddenSize: 2, batchSize: 1031, members: 2, probability: 0.4, steps: 3 },
  { featureCount: 2, hiddenSize: 1, batchSize: 9, members: 67, probability: 0.6, steps: 3 },
]

export function sizeSpecs(): readonly Spec[] {
  return sizes.flatMap((size) => [
    sizeSpec(size, 'tied', { featureCount: size.featureCount, hiddenSize: size.hiddenSize }),
    sizeSpec(size, 'untied with both biases', {
      featureCount: size.featureCount,
      hiddenSize: size.hiddenSize,
      hiddenActivation: 'relu',
      tied: false,
      hiddenBias: true,
    }),
  ])
}

function sizeSpec(size: Size, kind: string, model: Parameters<typeof spec>[1]['model']): Spec {
  const { featureCount, hiddenSize, batchSize, members, probability, steps } = size
  const name = `${members} × (${featureCount}, ${hiddenSize}), batch ${batchSize}, probability ${probability}, ${kind}`
  return spec(
    name,
    {
      model,
      batchSize,
      shared: { data: { probability }, learningRate: 0.003 },
      members: { count: members, seed: 60 },
    },
    steps,
  )
}
