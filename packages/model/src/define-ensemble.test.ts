import { deriveSeed, fromDense } from '@digon/data'
import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import type { EnsembleDescription } from './ensemble-description.js'
import { InvalidEnsembleError } from './ensemble-problems.js'

const model = { featureCount: 3, hiddenSize: 2 }
const member = { seed: 1, data: { probability: 0.1 } }

/** What is wrong with a description, as message lines. Takes anything, as a parsed file may hold anything. */
function messages(description: unknown): string[] {
  try {
    defineEnsemble(description as EnsembleDescription)
  } catch (error) {
    if (error instanceof InvalidEnsembleError) return error.message.split('\n')
    throw error
  }
  return []
}

test('the shortest description is completed with every default', () => {
  expect(defineEnsemble({ model, members: member })).toEqual({
    model: {
      kind: 'autoencoder',
      featureCount: 3,
      hiddenSize: 2,
      hiddenActivation: 'identity',
      outputActivation: 'relu',
      tied: true,
      outputBias: true,
      hiddenBias: false,
    },
    target: 'identity',
    optimizer: {
      kind: 'adamw',
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      momentum: 0,
      schedule: { kind: 'constant', warmUpSteps: 0, totalSteps: 1 },
    },
    batchSize: 1024,
    members: [
      {
        seed: 1,
        data: { kind: 'independent', probability: 0.1 },
        importance: [1, 1, 1],
        learningRate: 0.001,
        weightDecay: 0.01,
        hiddenL1: 0,
        initialization: { kind: 'xavier-normal', fanIn: 3, fanOut: 2 },
        frozenFeatures: [],
      },
    ],
  })
})

test('weight decay is 0.01 for adamw only', () => {
  for (const [kind, weightDecay] of [
    ['adamw', 0.01],
    ['adam', 0],
    ['sgd', 0],
  ] as const) {
    expect(defineEnsemble({ model, optimizer: { kind }, members: member }).members[0]).toMatchObject({ weightDecay })
  }
})

test('a complete ensemble comes back equal', () => {
  const ensemble = defineEnsemble({
    model: { ...model, outputActivation: 'gelu', hiddenBias: true },
    target: 'absolute',
    optimizer: { kind: 'sgd', momentum: 0.9, schedule: { kind: 'cosine', totalSteps: 20, warmUpSteps: 3 } },
    batchSize: 2,
    members: [
      { ...member, importance: { base: 0.7 }, frozenFeatures: [0, 2] },
      { seed: 2, data: { kind: 'batches', batches: [fromDense([1, 0, 2, 0, 0, 3], 2, 3)] }, hiddenL1: 0.1 },
      { seed: 3, data: { kind: 'exactly', activeCount: 2 }, initialization: { kind: 'polygon', corners: 3 } },
    ],
  })
  expect(defineEnsemble(ensemble)).toEqual(ensemble)
})

test('importance is one number, a list, or a curve by repeated multiplication', () => {
  const { members } = defineEnsemble({
    model,
    members: [
      { ...member, importance: 2 },
      { ...member, importance: [1, 0, 3] },
      { ...member, importance: { base: 0.9 } },
    ],
  })
  expect(members.map(({ importance }) => importance)).toEqual([
    [2, 2, 2],
    [1, 0, 3],
    [1, 0.9, 0.9 * 0.9],
  ])
})

test('members take from shared what they do not say themselves, whole fields at a time', () => {
  const { members } = defineEnsemble({
    model,
    shared: { seed: 5, data: { probability: 0.5, values: { kind: 'signed' } }, learningRate: 0.1 },
    members: [{ seed: 6 }, { data: { probability: 0.2 }, learningRate: 0.2 }],
  })
  expect(members).toMatchObject([
    { seed: 6, data: { probability: 0.5, values: { kind: 'signed' } }, learningRate: 0.1 },
    { seed: 5, data: { probability: 0.2 }, learningRate: 0.2 },
  ])
  expect(members[1]!.data).not.toHaveProperty('values')
})

test('a field that is there but undefined is a field that is not there', () => {
  const description = {
    model,
    target: undefined,
    shared: { hiddenL1: undefined },
    members: { ...member, count: undefined },
  }
  expect(defineEnsemble(description)).toEqual(defineEnsemble({ model, members: member }))
})

test('an entry with a count becomes that many members with derived seeds', () => {
  const { members } = defineEnsemble({
    model,
    shared: { data: { probability: 0.1 } },
    members: [
      { count: 3, seed: 7 },
      { seed: 8, hiddenL1: 1 },
    ],
  })
  expect(members.map(({ seed }) => seed)).toEqual([...[0, 1, 2].map((i) => deriveSeed(7, ['member', i])), 8])
  expect(members.map(({ hiddenL1 }) => hiddenL1)).toEqual([0, 0, 0, 1])
})

test('every wrong field is named at once, with its path, what was found and what would be right', () => {
  expect(
    messages({
      model: { featureCount: 3, hiddenSize: 0, hidenBias: true },
      batchSize: 1.5,
      optimizer: { kind: 'adamm', beta1: 1, epsilon: 0 },
      members: [
        { ...member, learningRate: Number.NaN },
        { ...member, seed: 2 ** 53 },
      ],
    }),
  ).toEqual([
    'invalid model.hiddenSize: 0; expected an integer ≥ 1',
    'invalid model.hidenBias: an unknown field; expected hiddenBias',
    'invalid optimizer.kind: "adamm"; expected one of adamw, adam, sgd',
    'invalid optimizer.beta1: 1; expected a number from 0 to 1, 1 excluded',
    'invalid optimizer.epsilon: 0; expected a finite number > 0',
    'invalid batchSize: 1.5; expected an integer ≥ 1',
    'invalid members[0].learningRate: NaN; expected a finite number > 0',
    'invalid members[1].seed: 9007199254740992; expected an integer ≤ 9007199254740991',
  ])
})

test('a number that is wrong twice is one problem', () => {
  expect(messages({ model, batchSize: 2 ** 33 + 0.5, members: member })).toEqual([
    'invalid batchSize: 8589934592.5; expected an integer ≥ 1',
  ])
})

test.each([
  [1.2, '1.2; expected a number from 0 to 1'],
  [-1, '-1; expected a number from 0 to 1'],
  [Number.NaN, 'NaN; expected a number from 0 to 1'],
  [1e-12, '1e-12; expected 0, or a number from 2^-32'],
])('probability %s is refused where it stands', (probability, text) => {
  const [message] = messages({ model, members: [member, member, { ...member, data: { probability } }] })
  expect(message).toContain(`invalid members[2].data.probability: ${text}`)
})

test('a law is checked inside, and the path of a shared one is named once', () => {
  const data = { probability: 0.1, groups: [{ kind: 'together', features: [0, 3] }] }
  expect(messages({ model, shared: { data }, members: [{ seed: 1 }, { seed: 2 }] })).toEqual([
    expect.stringMatching(/^invalid shared\.data\.groups\[0\]\.features\[1\]: 3; expected /),
  ])
  expect(messages({ model, members: { seed: 1, data: { kind: 'bernoulli' } } })).toEqual([
    'invalid members.data.kind: "bernoulli"; expected "independent", "exactly", "hierarchy", "copula" or "latent", or "batches"',
  ])
})

test('a description that is no object, has no members or an empty list of them is refused', () => {
  expect(messages(3)).toEqual(['invalid ensemble: 3; expected an object with model and members'])
  expect(messages({ model })).toEqual(['invalid members: nothing; expected a member, or a list of them'])
  expect(messages({ model, members: [] })).toEqual(['invalid members: an array of 0; expected at least one member'])
  expect(messages({ model, members: [{}] })).toEqual([
    'invalid members[0].seed: nothing; expected an integer from 0 to 9007199254740991',
    'invalid members[0].data: nothing; expected a feature law, or batches',
  ])
})

test('importance must fit the number of features and stay finite', () => {
  expect(messages({ model, members: { ...member, importance: [1, 2] } })).toEqual([
    'invalid members.importance: an array of 2; expected one number, or 3, one for every feature',
  ])
  expect(messages({ model, members: { ...member, importance: [1, -1, 1] } })).toEqual([
    'invalid members.importance[1]: -1; expected a finite number ≥ 0',
  ])
  expect(messages({ model, members: { ...member, importance: { base: 1e200 } } })).toEqual([
    'invalid members.importance.base: 1e+200; expected a base whose power 2 float32 can hold',
  ])
  expect(messages({ model, members: { ...member, importance: 'high' } })).toEqual([
    'invalid members.importance: "high"; expected a finite number ≥ 0, one for every feature, or { base }',
  ])
})

test('frozen features are features, ascending, without repeats, and not for custom models', () => {
  expect(messages({ model, members: { ...member, frozenFeatures: [0, 3] } })).toEqual([
    'invalid members.frozenFeatures[1]: 3; expected a feature from 0 to 2',
  ])
  expect(messages({ model, members: { ...member, frozenFeatures: [1, 1] } })).toEqual([
    'invalid members.frozenFeatures[1]: 1; expected a feature above the one before, 1',
  ])
  const custom = { kind: 'custom', name: 'two-layer', featureCount: 3, parameters: { first: [3, 4] } }
  const initialization = { kind: 'normal', deviation: 0.1 }
  expect(messages({ model: custom, members: { ...member, initialization, frozenFeatures: [1] } })).toEqual([
    'invalid members.frozenFeatures: an array of 1; expected none, for a custom model',
  ])
})

test('a schedule that comes down needs steps after its warm-up', () => {
  const schedule = (fields: object) => ({ model, optimizer: { schedule: fields }, members: member })
  expect(messages(schedule({ kind: 'linear' }))).toEqual([
    'invalid optimizer.schedule.totalSteps: nothing; expected an integer ≥ 1',
  ])
  expect(messages(schedule({ kind: 'cosine', warmUpSteps: 10, totalSteps: 10 }))).toEqual([
    'invalid optimizer.schedule.totalSteps: 10; expected an integer > warmUpSteps, which is 10',
  ])
  expect(messages(schedule({ kind: 'constant', warmUpSteps: 10, totalSteps: 10 }))).toEqual([])
})

test('an optimizer setting that its kind does not use is refused unless it is the default', () => {
  expect(messages({ model, optimizer: { kind: 'adam', momentum: 0.9 }, members: member })).toEqual([
    'invalid optimizer.momentum: 0.9; expected 0, as adam does not use it',
  ])
  expect(messages({ model, optimizer: { kind: 'sgd', beta1: 0.5, beta2: 0.999 }, members: member })).toEqual([
    'invalid optimizer.beta1: 0.5; expected 0.9, as sgd does not use it',
  ])
})

test('sizes that no machine can train are refused with the bytes before anything is allocated', () => {
  const huge = { featureCount: 1_000_000, hiddenSize: 1_000_000 }
  expect(messages({ model: huge, members: member })).toEqual([
    'invalid ensemble: training 1 × 1000000 × 1000000 weights with batches of 1024 needs at least 16008224000256 bytes; ' +
      'expected at most 4294967296 bytes (memoryLimitInBytes)',
  ])
  expect(messages({ model, members: { ...member, count: 2 ** 32 - 1 } })).toEqual([expect.stringContaining('bytes')])
  expect(messages({ model, batchSize: 2 ** 32 - 1, members: member })).toEqual([expect.stringContaining('bytes')])
  const options = { memoryLimitInBytes: 1e6 }
  const wide = { featureCount: 1000, hiddenSize: 100 }
  expect(() => defineEnsemble({ model: wide, members: member }, options)).toThrow('at most 1000000 bytes')
  expect(() => defineEnsemble({ model: wide, members: member })).not.toThrow()
})

test('a long list of problems is cut in the message, never in the facts', () => {
  const members = Array.from({ length: 30 }, () => ({ ...member, seed: -1 }))
  const lines = messages({ model, members })
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toBe('and 20 more')
  try {
    defineEnsemble({ model, members })
  } catch (error) {
    expect((error as InvalidEnsembleError).problems).toHaveLength(30)
    expect((error as InvalidEnsembleError).problems[29]!.path).toEqual(['members', 29, 'seed'])
  }
})
