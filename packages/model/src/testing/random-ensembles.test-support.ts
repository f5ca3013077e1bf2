/** Random ensembles for the property tests of every engine: all kinds of law, target, optimizer, schedule, penalty and freezing. */
import fc from 'fast-check'
import type { AutoencoderDescription, EnsembleDescription, MemberDescription } from '../ensemble-description.js'

const probability: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1),
  fc.double({ min: 0.125, max: 1, noNaN: true }),
  fc.double({ min: 0.001, max: 0.125, noNaN: true }),
)

const values = fc.constantFrom(
  { kind: 'unit' } as const,
  { kind: 'signed' } as const,
  {
    kind: 'constant',
    value: 0.75,
  } as const,
)

function law(featureCount: number): fc.Arbitrary<MemberDescription['data']> {
  const exactly = fc.record({
    kind: fc.constant('exactly' as const),
    activeCount: fc.integer({ min: 0, max: featureCount }),
    values,
  })
  const uniform = fc.record({ kind: fc.constant('independent' as const), probability, values })
  const many = fc.record({
    kind: fc.constant('independent' as const),
    probability: fc.array(probability, { minLength: featureCount, maxLength: featureCount }),
    values,
  })
  const grouped = fc.record({ probability, together: fc.boolean(), own: probability, values }).map((parts) => ({
    kind: 'independent' as const,
    probability: parts.probability,
    groups: [
      {
        kind: parts.together ? ('together' as const) : ('exclusive' as const),
        features: Array.from({ length: Math.ceil(featureCount / 2) }, (_, index) => index),
        probability: parts.own,
      },
    ],
    values: parts.values,
  }))
  return fc.oneof(uniform, many, exactly, grouped)
}

function member(featureCount: number): fc.Arbitrary<MemberDescription> {
  return fc.record({
    seed: fc.maxSafeInteger().map(Math.abs),
    data: law(featureCount),
    importance: fc.array(fc.constantFrom(0, 0.1, 0.7, 1, 1.9), {
      minLength: featureCount,
      maxLength: featureCount,
    }),
    learningRate: fc.constantFrom(1e-3, 3e-3),
    weightDecay: fc.constantFrom(0, 0.05),
    hiddenL1: fc.constantFrom(0, 0, 0.01),
    frozenFeatures: fc
      .uniqueArray(fc.nat({ max: featureCount - 1 }), { maxLength: 2 })
      .map((list) => list.sort((a, b) => a - b)),
  }) as fc.Arbitrary<MemberDescription>
}

const schedule = fc.constantFrom(
  { kind: 'constant' } as const,
  { kind: 'constant', warmUpSteps: 5 } as const,
  { kind: 'linear', warmUpSteps: 3, totalSteps: 30 } as const,
  { kind: 'cosine', totalSteps: 18 } as const,
)

const optimizer: fc.Arbitrary<EnsembleDescription['optimizer']> = fc.oneof(
  fc.record({ kind: fc.constantFrom('adamw' as const, 'adam' as const), schedule }),
  fc.record({ kind: fc.constant('sgd' as const), momentum: fc.constantFrom(0, 0.9), schedule }),
)

/** Every option of models with at most this many features and hidden values. */
export function anyModel(largest: { featureCount: number; hiddenSize: number }): fc.Arbitrary<AutoencoderDescription> {
  return fc.record({
    featureCount: fc.integer({ min: 1, max: largest.featureCount }),
    hiddenSize: fc.integer({ min: 1, max: largest.hiddenSize }),
    hiddenActivation: fc.constantFrom('identity' as const, 'relu' as const),
    outputActivation: fc.constantFrom('identity' as const, 'relu' as const, 'gelu' as const),
    tied: fc.boolean(),
    outputBias: fc.boolean(),
    hiddenBias: fc.boolean(),
  })
}

/** Descriptions of ensembles of these models, of up to three members, with batches of up to `largestBatch` samples. */
export function ensembles(
  models: fc.Arbitrary<AutoencoderDescription>,
  largestBatch: number,
): fc.Arbitrary<EnsembleDescription> {
  return models.chain((model) =>
    fc.record({
      model: fc.constant(model),
      target: fc.constantFrom('identity' as const, 'absolute' as const),
      optimizer,
      batchSize: fc.integer({ min: 1, max: largestBatch }),
      members: fc.array(member(model.featureCount), { minLength: 1, maxLength: 3 }),
    }),
  )
}
