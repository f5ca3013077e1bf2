/** Specs for each remaining option of an ensemble: members, optimizers, schedules, laws, starts, penalties, frozen features. */
import { fromDense } from '@digon/data'
import { type Spec, spec } from './spec.js'

const intro = { featureCount: 5, hiddenSize: 2 }
const untied = { featureCount: 5, hiddenSize: 4, hiddenActivation: 'relu', tied: false, hiddenBias: true } as const
const signed = { probability: 0.4, values: { kind: 'signed' } } as const

export function optionSpecs(): readonly Spec[] {
  return [...memberSpecs(), ...optimizerSpecs(), ...lawSpecs(), ...startSpecs(), ...frozenSpecs(), ...zeroSpecs()]
}

/** Those that differ in what an evaluation on fresh samples depends on. */
export function sampleSpecs(): readonly Spec[] {
  return [...memberSpecs(), ...lawSpecs(), ...startSpecs(), ...zeroSpecs()]
}

function memberSpecs(): readonly Spec[] {
  return [
    spec('every member its own seed, law, importance, rates and penalty', {
      model: intro,
      batchSize: 32,
      members: [
        { seed: 1, data: { probability: 1 } },
        { seed: 2, data: { probability: 0.3 }, importance: { base: 0.7 }, learningRate: 0.02 },
        { seed: 3, data: { probability: 0.1 }, importance: [0, 1, 2, 3, 4], weightDecay: 0.3, hiddenL1: 0.01 },
        { seed: 4, data: { probability: 0 }, learningRate: 0.05, initialization: { kind: 'normal', deviation: 0.5 } },
      ],
    }),
  ]
}

function optimizerSpecs(): readonly Spec[] {
  const shared = { data: signed, learningRate: 0.03, weightDecay: 0.1 }
  const members = [{ seed: 11 }, { seed: 12, learningRate: 0.01 }]
  const rest = { model: untied, batchSize: 20, shared, members }
  return [
    spec('adamw with other betas and a large epsilon', {
      ...rest,
      optimizer: { kind: 'adamw', beta1: 0.5, beta2: 0.9, epsilon: 0.01 },
    }),
    spec('adam with weight decay added to the gradient', { ...rest, optimizer: { kind: 'adam' } }),
    spec('adam without memory of the gradient', { ...rest, optimizer: { kind: 'adam', beta1: 0 } }),
    spec('plain sgd', { ...rest, optimizer: { kind: 'sgd' } }),
    spec('sgd with momentum and weight decay', { ...rest, optimizer: { kind: 'sgd', momentum: 0.9 } }, 10),
    spec('constant schedule after a warm-up', { ...rest, optimizer: { schedule: { warmUpSteps: 4 } } }),
    spec(
      'linear schedule after a warm-up, and beyond its end',
      { ...rest, optimizer: { schedule: { kind: 'linear', warmUpSteps: 2, totalSteps: 8 } } },
      10,
    ),
    spec(
      'cosine schedule, and beyond its end',
      { ...rest, optimizer: { schedule: { kind: 'cosine', totalSteps: 7 } } },
      9,
    ),
  ]
}

function lawSpecs(): readonly Spec[] {
  const rest = { model: { featureCount: 9, hiddenSize: 3 }, batchSize: 40 }
  return [
    spec('laws: one probability per feature, constant and signed values, exactly two active', {
      ...rest,
      members: [
        { seed: 21, data: { probability: [1, 0.9, 0.5, 0.2, 0.1, 0.05, 0.01, 0.001, 0] } },
        { seed: 22, data: { probability: 0.3, values: { kind: 'constant', value: 0.75 } } },
        { seed: 23, data: { kind: 'exactly', activeCount: 2, values: { kind: 'signed' } } },
      ],
    }),
    spec('laws: features together and exclusive', {
      ...rest,
      members: [
        { seed: 24, data: { probability: 0.2, groups: [{ kind: 'together', features: [0, 1, 4] }] } },
        {
          seed: 25,
          data: { probability: 0.6, groups: [{ kind: 'exclusive', features: [2, 3, 8], probability: 0.9 }] },
        },
      ],
    }),
    spec('laws drawn on the host: hierarchy, copula, latent process', {
      ...rest,
      members: [
        {
          seed: 31,
          data: {
            kind: 'hierarchy',
            probability: [0.6, 0.2, 0.3, 0.1, 0.5, 0.4, 0.05, 0.05, 0.2],
            parents: [null, 0, 0, 1, null, 4, 5, 5, null],
            exclusive: [
              [1, 2],
              [6, 7],
            ],
          },
        },
        { seed: 32, data: { kind: 'copula', probability: 0.2, correlation: 0.5, values: { kind: 'sign' } } },
        {
          seed: 33,
          data: { kind: 'latent', probability: [[1, 0.5, 0, 0, 0, 0, 0.2, 0, 0], new Array(9).fill(0.1)] },
        },
        { seed: 34, data: { probability: 0.3 } },
      ],
    }),
    spec('laws drawn on the host: values that no plan has', {
      ...rest,
      members: [
        { seed: 35, data: { probability: 0.3, values: { kind: 'folded-normal', mean: 0, deviation: 1 } } },
        { seed: 36, data: { kind: 'exactly', activeCount: 2, values: { kind: 'range', least: 1, greatest: 2 } } },
        { seed: 37, data: { probability: { exponent: 1, activePerSample: 2 }, values: { kind: 'signed' } } },
      ],
    }),
    spec('absolute value of signed features', {
      ...rest,
      model: untied,
      target: 'absolute',
      members: { seed: 26, data: signed },
    }),
    spec('one fixed batch, used at every step', {
      model: { featureCount: 4, hiddenSize: 2 },
      batchSize: 3,
      members: { seed: 27, data: { kind: 'batches', batches: [fixedBatch(0)] } },
    }),
    spec(
      'fixed batches in turn, of another count for each member',
      {
        model: { featureCount: 4, hiddenSize: 2 },
        batchSize: 3,
        members: [
          { seed: 28, data: { kind: 'batches', batches: [fixedBatch(0), fixedBatch(1), fixedBatch(2)] } },
          { seed: 29, data: { kind: 'batches', batches: [fixedBatch(3), fixedBatch(4)] } },
          { seed: 30, data: signed },
        ],
      },
      7,
    ),
  ]
}

function startSpecs(): readonly Spec[] {
  return [
    spec('starts: Xavier with its own fans, normal, polygon', {
      model: { featureCount: 7, hiddenSize: 3 },
      batchSize: 24,
      shared: { data: { probability: 0.2 } },
      members: [
        { seed: 31, initialization: { kind: 'xavier-normal', fanIn: 3, fanOut: 40 } },
        { seed: 32, initialization: { kind: 'normal', deviation: 0.01 } },
        { seed: 33, initialization: { kind: 'polygon', corners: 5, radius: 1.1, bias: -0.1 } },
      ],
    }),
    spec('hidden penalty with a hidden bias at 0 and empty samples', {
      model: { featureCount: 5, hiddenSize: 3, hiddenBias: true },
      batchSize: 16,
      shared: { data: { probability: 0.1 } },
      members: [
        { seed: 34, hiddenL1: 0.5 },
        { seed: 35, hiddenL1: 0 },
      ],
    }),
  ]
}

function frozenSpecs(): readonly Spec[] {
  const members = [
    { seed: 41, frozenFeatures: [0, 3] },
    { seed: 42, frozenFeatures: [] },
    { seed: 43, frozenFeatures: [0, 1, 2, 3, 4] },
  ]
  const shared = { data: signed, learningRate: 0.05, weightDecay: 0.4 }
  return [
    spec('frozen features, tied, adamw', { model: intro, batchSize: 16, shared, members }),
    spec('frozen features, untied with biases, adam', {
      model: untied,
      optimizer: { kind: 'adam' },
      batchSize: 16,
      shared,
      members,
    }),
    spec('frozen features, untied with biases, sgd with momentum', {
      model: untied,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      batchSize: 16,
      shared,
      members,
    }),
  ]
}

/** Sums that are exactly 0, where the derivative of relu and of |hidden| must be 0. */
function zeroSpecs(): readonly Spec[] {
  const zeros = { kind: 'normal', deviation: 0 } as const
  const given = {
    weights: { shape: [2, 2], values: [0.6, -0.5, 0.7, 0.4] },
    bias: { shape: [2], values: [0.3, 0.2] },
    hiddenBias: { shape: [2], values: [0, 0] },
  }
  return [
    spec('all weights 0: relu output at exactly 0', {
      model: { featureCount: 3, hiddenSize: 2, hiddenBias: true },
      batchSize: 8,
      members: [
        { seed: 51, data: { probability: 1 }, initialization: zeros },
        { seed: 52, data: { probability: 0.3 }, initialization: zeros, hiddenL1: 0.2 },
      ],
    }),
    spec('empty samples with an output bias: relu hidden at exactly 0', {
      model: { featureCount: 2, hiddenSize: 2, hiddenActivation: 'relu', hiddenBias: true },
      batchSize: 8,
      members: [
        { seed: 53, data: { probability: 0.2 }, initialization: { kind: 'given', parameters: given } },
        { seed: 54, data: { probability: 0 }, initialization: { kind: 'given', parameters: given }, hiddenL1: 0.1 },
      ],
    }),
  ]
}

/** Three samples of four features; the second is empty. */
function fixedBatch(variant: number): ReturnType<typeof fromDense> {
  const sample = Array.from({ length: 4 }, (_, feature) => ((feature * 3 + variant * 5) % 8) / 8)
  const other = Array.from({ length: 4 }, (_, feature) => (feature === variant % 4 ? 0.875 : 0))
  return fromDense([...sample, 0, 0, 0, 0, ...other], 3, 4)
}
