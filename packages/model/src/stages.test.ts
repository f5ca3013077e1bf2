/** What a list of stages may say, and the ensemble that each stage has. Training through stages is `train-stages.test.ts`. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import type { Ensemble } from './ensemble.js'
import { InvalidEnsembleError } from './ensemble-problems.js'
import type { Stage } from './stage.js'
import { ensembleAt, resolveStages } from './stages.js'

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  optimizer: { beta1: 0.8, schedule: { kind: 'cosine', warmUpSteps: 2, totalSteps: 12 } },
  batchSize: 8,
  shared: {
    data: { probability: 0.5, values: { kind: 'signed' }, groups: [{ kind: 'together', features: [0, 1] }] },
    learningRate: 0.05,
    importance: { base: 0.9 },
  },
  members: { count: 3, seed: 1 },
})

/** The one stage that makes these changes from step 5 on. */
function changed(set: Stage['set'], of: Ensemble = ensemble): Ensemble {
  return ensembleAt({ ensemble: of, stages: [{ fromStep: 5, set }] }, 5)
}

test('without stages there is one: the very ensemble, from step 0 on', () => {
  for (const stages of [undefined, []]) {
    const resolved = resolveStages(ensemble, stages)
    expect(resolved).toEqual([{ fromStep: 0, ensemble }])
    expect(resolved[0]!.ensemble).toBe(ensemble)
  }
})

test('a step belongs to the last stage that began, and a stage keeps what the stage before it changed', () => {
  const stages: Stage[] = [
    { fromStep: 3, set: { members: { learningRate: 0.2 } } },
    { fromStep: 7, set: { batchSize: 16 } },
  ]
  const task = { ensemble, stages }
  const facts = [0, 2, 3, 6, 7, 1000].map((step) => {
    const { batchSize, members } = ensembleAt(task, step)
    return [batchSize, ...members.map(({ learningRate }) => learningRate)]
  })
  const [first, second, third] = [
    [8, 0.05, 0.05, 0.05],
    [8, 0.2, 0.2, 0.2],
    [16, 0.2, 0.2, 0.2],
  ]
  expect(facts).toEqual([first, first, second, second, third, third])
})

test('only the named field changes: the rest of a law, of the optimizer and of a member stays', () => {
  expect(changed({ members: { data: { probability: 0.03 } } })).toEqual({
    ...ensemble,
    members: ensemble.members.map((member) => ({ ...member, data: { ...member.data, probability: 0.03 } })),
  })
  expect(changed({ optimizer: { epsilon: 1e-6, schedule: { warmUpSteps: 3 } } }).optimizer).toEqual({
    ...ensemble.optimizer,
    epsilon: 1e-6,
    schedule: { kind: 'cosine', warmUpSteps: 3, totalSteps: 12 },
  })
  expect(changed({ target: 'absolute' })).toEqual({ ...ensemble, target: 'absolute' })
  // The default weight decay of adam is 0, that of adamw 0.01.
  expect(changed({ optimizer: { kind: 'adam' } }).members).toEqual(ensemble.members)
})

test('a field of undefined changes nothing', () => {
  const set = {
    target: undefined,
    optimizer: { beta1: undefined, schedule: { totalSteps: undefined } },
    members: { learningRate: undefined, data: { probability: undefined } },
  }
  expect(changed(set as unknown as Stage['set'])).toEqual(ensemble)
})

test('a law of another kind replaces the law, and short forms are completed', () => {
  const { members } = changed({
    members: { data: { kind: 'exactly', activeCount: 2 }, importance: { base: 0.5 }, frozenFeatures: [1] },
  })
  for (const member of members) {
    expect(member).toMatchObject({
      data: { kind: 'exactly', activeCount: 2 },
      importance: [1, 0.5, 0.25, 0.125],
      frozenFeatures: [1],
    })
    expect(member.data).not.toHaveProperty('values')
  }
})

test('a list changes each member on its own', () => {
  const { members } = changed({ members: [{ hiddenL1: 0.1 }, {}, { data: { probability: 0.9 } }] })
  const [a, b, c] = ensemble.members
  expect(members).toEqual([{ ...a, hiddenL1: 0.1 }, b, { ...c, data: { ...c!.data, probability: 0.9 } }])
})

test('members that share a law or an importance curve share it in every stage, so that engines prepare it once', () => {
  const shared = ensemble.members[0]!
  const { members } = changed({ members: { data: { probability: 0.03 } } })
  for (const member of members) {
    expect(member.data).toBe(members[0]!.data)
    expect(member.importance).toBe(shared.importance)
  }
  const curves = changed({ members: { importance: 0.5, learningRate: 0.5 } }).members
  for (const member of curves) {
    expect(member.data).toBe(shared.data)
    expect(member.importance).toBe(curves[0]!.importance)
    expect(member.learningRate).toBe(0.5)
  }
})

const sgd = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  optimizer: { kind: 'sgd' },
  batchSize: 1,
  members: {
    seed: 1,
    data: {
      kind: 'batches',
      batches: [
        {
          sampleCount: 1,
          featureCount: 4,
          offsets: Uint32Array.of(0, 1),
          features: Uint32Array.of(2),
          values: Float32Array.of(0.5),
        },
      ],
    },
  },
})

const shapes = 'a stage keeps the shape of the moments'
test.each<[string, unknown, string, Ensemble?]>([
  ['a list', { fromStep: 1 }, 'invalid stages: an object; expected a list of stages'],
  ['a first step', [{ set: {} }], 'invalid stages[0].fromStep: nothing; expected an integer ≥ 1'],
  ['a step 0', [{ fromStep: 0, set: {} }], 'invalid stages[0].fromStep: 0; expected an integer ≥ 1'],
  ['changes', [{ fromStep: 1 }], 'invalid stages[0].set: nothing; expected an object of changes'],
  [
    'ascending steps',
    [
      { fromStep: 5, set: {} },
      { fromStep: 5, set: {} },
    ],
    'invalid stages[1].fromStep: 5; expected an integer > 5, as stages are ascending',
  ],
  ['known fields', { sett: {} }, 'invalid stages[0].sett: an unknown field; expected set'],
  [
    'a misspelled change',
    { set: { batchsize: 4 } },
    'invalid stages[0].set.batchsize: an unknown field; expected batchSize',
  ],
  [
    'a misspelled change of members',
    { set: { members: { learningrate: 1 } } },
    'invalid stages[0].set.members.learningrate: an unknown field; expected learningRate',
  ],
  [
    'the model',
    { set: { model: {} } },
    'invalid stages[0].set.model: an object; expected nothing: a stage keeps every shape',
  ],
  [
    'shared',
    { set: { shared: {} } },
    'invalid stages[0].set.shared: an object; expected nothing: changes of all members are one object in members',
  ],
  [
    'seeds',
    { set: { members: { seed: 7 } } },
    'invalid stages[0].set.members.seed: 7; expected nothing: the streams of random numbers continue',
  ],
  [
    'seeds in a list',
    { set: { members: [{}, { seed: 7 }, {}] } },
    'invalid stages[0].set.members[1].seed: 7; expected nothing: the streams of random numbers continue',
  ],
  [
    'counts',
    { set: { members: { count: 2 } } },
    'invalid stages[0].set.members.count: 2; expected nothing: the members stay the same',
  ],
  [
    'initializations',
    { set: { members: { initialization: { kind: 'normal', deviation: 1 } } } },
    'invalid stages[0].set.members.initialization: an object; expected nothing: it acts before step 0 only',
  ],
  [
    'the number of members',
    { set: { members: [{}, {}] } },
    'invalid stages[0].set.members: an array of 2; expected one object for all members, or a list of 3, one for each',
  ],
  ['the batch size', { set: { batchSize: 0 } }, 'invalid stages[0].set.batchSize: 0; expected an integer ≥ 1'],
  ['the target', { set: { target: 'x' } }, 'invalid stages[0].set.target: "x"; expected one of identity, absolute'],
  [
    'probabilities',
    { set: { members: { data: { probability: 1.5 } } } },
    'invalid stages[0].set.members.data.probability: 1.5; expected a number from 0 to 1, or 4 of them, one per feature',
  ],
  [
    'probabilities in a list',
    { set: { members: [{}, {}, { data: { probability: 1.5 } }] } },
    'invalid stages[0].set.members[2].data.probability: 1.5; expected a number from 0 to 1, or 4 of them, one per feature',
  ],
  [
    'a field of another law',
    { set: { members: { data: { activeCount: 1 } } } },
    'invalid stages[0].set.members.data.activeCount: ',
  ],
  [
    'fixed batches',
    { set: { members: { data: { kind: 'batches', batches: [] } } } },
    'invalid stages[0].set.members.data.kind: "batches"; expected a feature law: fixed batches belong to the ensemble',
  ],
  [
    'importances of the model',
    { set: { members: { importance: [1, 2] } } },
    'invalid stages[0].set.members.importance: an array of 2; expected one number, or 4, one for every feature',
  ],
  [
    'frozen features of the model',
    { set: { members: { frozenFeatures: [4] } } },
    'invalid stages[0].set.members.frozenFeatures[0]: 4; expected a feature from 0 to 3',
  ],
  [
    'a warm-up before the end',
    { set: { optimizer: { schedule: { warmUpSteps: 12 } } } },
    'invalid stages[0].set.optimizer.schedule.totalSteps: 12; expected an integer > warmUpSteps, which is 12',
  ],
  [
    'moments of adam',
    { set: { optimizer: { kind: 'sgd' } } },
    `invalid stages[0].set.optimizer.kind: "sgd"; expected "adamw" or "adam": ${shapes}`,
  ],
  [
    'moments of sgd',
    { set: { optimizer: { kind: 'adam' } } },
    `invalid stages[0].set.optimizer.kind: "adam"; expected "sgd": ${shapes}`,
    sgd,
  ],
  [
    'the momentum buffer',
    { set: { optimizer: { momentum: 0.9 } } },
    `invalid stages[0].set.optimizer.momentum: 0.9; expected 0: ${shapes}`,
    sgd,
  ],
  [
    'the end of a schedule that begins',
    { set: { optimizer: { schedule: { kind: 'linear' } } } },
    'invalid stages[0].set.optimizer.schedule.totalSteps: nothing; expected an integer ≥ 1',
    sgd,
  ],
  [
    'the size of fixed batches',
    { set: { batchSize: 2 } },
    'invalid stages[0].set.batchSize: 2; expected 1, as member 0 has fixed batches',
    sgd,
  ],
  [
    'memory',
    { set: { batchSize: 2 ** 31 } },
    'invalid stages[0].set: training 3 × 4 × 2 weights with batches of 2147483648 needs at least',
  ],
])('%s: what is wrong is refused with its path', (_, given, message, of = ensemble) => {
  const isStage = typeof given === 'object' && given !== null && !Array.isArray(given) && !('fromStep' in given)
  const stages = isStage ? [{ fromStep: 3, ...given }] : given
  expect(() => resolveStages(of, stages as Stage[])).toThrow(InvalidEnsembleError)
  expect(() => resolveStages(of, stages as Stage[])).toThrow(message)
})

test('every problem of every stage is named, each once', () => {
  const stages: Stage[] = [
    { fromStep: 4, set: { members: { data: { probability: -1 }, frozenFeatures: [9] } } },
    { fromStep: 2, set: { batchSize: 16 } },
  ]
  const failure = (() => {
    try {
      resolveStages(ensemble, stages)
    } catch (error) {
      return error as InvalidEnsembleError
    }
    throw new Error('the stages were taken')
  })()
  expect(failure.problems.map(({ path }) => path.join('.'))).toEqual([
    'stages.0.set.members.data.probability',
    'stages.0.set.members.frozenFeatures.0',
    'stages.1.fromStep',
  ])
})

test('an ensemble that was allowed more memory than the default keeps it in its stages', () => {
  const large = defineEnsemble(
    { model: { featureCount: 4, hiddenSize: 2 }, batchSize: 2 ** 31, members: { seed: 1, data: { probability: 0.5 } } },
    { memoryLimitInBytes: 2 ** 40 },
  )
  expect(changed({ target: 'absolute' }, large).batchSize).toBe(2 ** 31)
})

const rate = fc.double({ min: 1e-6, max: 1, noNaN: true })
const memberChanges = fc.record(
  {
    data: fc.record({ probability: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    learningRate: rate,
    weightDecay: rate,
    hiddenL1: rate,
    importance: fc.oneof(rate, fc.record({ base: rate }), fc.array(rate, { minLength: 4, maxLength: 4 })),
    frozenFeatures: fc.subarray([0, 1, 2, 3]),
  },
  { requiredKeys: [] },
)
const anyStages = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 20 }),
      set: fc.record(
        {
          target: fc.constantFrom('identity' as const, 'absolute' as const),
          batchSize: fc.integer({ min: 1, max: 64 }),
          optimizer: fc.record(
            {
              kind: fc.constantFrom('adam' as const, 'adamw' as const),
              beta1: fc.double({ min: 0, max: 0.99, noNaN: true }),
            },
            { requiredKeys: [] },
          ),
          members: fc.oneof(memberChanges, fc.tuple(memberChanges, memberChanges, memberChanges)),
        },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 4 },
  )
  .map((list) => {
    let fromStep = 0
    return list.map(({ gap, set }): Stage => {
      fromStep += gap
      return { fromStep, set }
    })
  })

test('for any stages: JSON keeps them, every ensemble is complete, seeds and starts stay, and unnamed fields never move', () => {
  fc.assert(
    fc.property(anyStages, (stages) => {
      const resolved = resolveStages(ensemble, stages)
      expect(resolveStages(ensemble, JSON.parse(JSON.stringify(stages)) as Stage[])).toEqual(resolved)
      expect(resolved.map(({ fromStep }) => fromStep)).toEqual([0, ...stages.map(({ fromStep }) => fromStep)])
      for (const { ensemble: each } of resolved) expect(defineEnsemble(each)).toEqual(each)
      for (const [index, { set }] of stages.entries()) {
        const [before, after] = [resolved[index]!.ensemble, resolved[index + 1]!.ensemble]
        expect(after.batchSize).toBe(set.batchSize ?? before.batchSize)
        expect(after.target).toBe(set.target ?? before.target)
        expect(after.optimizer).toEqual({ ...before.optimizer, ...set.optimizer })
        for (const [i, member] of after.members.entries()) {
          const own = Array.isArray(set.members) ? set.members[i]! : (set.members ?? {})
          const { data, importance, ...plain } = own
          expect(member).toEqual({
            ...before.members[i]!,
            ...plain,
            data: { ...before.members[i]!.data, ...data },
            ...(importance !== undefined && { importance: member.importance }),
          })
        }
      }
    }),
    { seed: 1, numRuns: 100 },
  )
})
